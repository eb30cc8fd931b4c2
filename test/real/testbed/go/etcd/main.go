// Command etcd is the etcd server: the module carries its library, not a module of its own for the command.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
