// Command vault is HashiCorp Vault, for the test bed only (BUSL): nothing of it is shipped.
package main

import (
	"os"

	"github.com/hashicorp/vault/command"
)

func main() { os.Exit(command.Run(os.Args[1:])) }
