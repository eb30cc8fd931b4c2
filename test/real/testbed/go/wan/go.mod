module isthmus.dev/testbed/wan

go 1.26.0
