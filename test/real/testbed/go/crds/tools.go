//go:build tools

// Package tools names the modules whose CRD manifests the test bed installs, so that `go mod tidy` keeps them.
package tools

import (
	_ "github.com/openshift/api/config/v1"
	_ "sigs.k8s.io/mcs-api/pkg/apis/v1alpha1"
)
