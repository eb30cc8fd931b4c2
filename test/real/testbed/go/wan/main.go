// Command wan is a network of regions on one machine: a network namespace for each address, as a pod has one, and between them a
// router that carries every packet with the delay of its pair of regions, or loses it when a region is dark.
//
// Usage: wan CONFIG.json. It needs the right to make network namespaces and TUN devices. Everything it makes is gone with it.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
)

type place struct {
	Name string `json:"name"`
	// Addresses that get a network namespace each, as pods do, and those that the caller's own namespace serves as part of the region.
	Inside  []string `json:"inside"`
	Outside []string `json:"outside"`
}

type config struct {
	Network string  `json:"network"`
	Control string  `json:"control"`
	Places  []place `json:"places"`
	Delays  []struct {
		Between      [2]string `json:"between"`
		Milliseconds float64   `json:"milliseconds"`
	} `json:"delays"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: wan CONFIG.json")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	var wanted config
	if err := json.Unmarshal(text, &wanted); err != nil {
		return err
	}
	_, network, err := net.ParseCIDR(wanted.Network)
	if err != nil {
		return err
	}
	router := newRouter()
	for _, each := range wanted.Delays {
		router.delay(each.Between[0], each.Between[1], each.Milliseconds)
	}
	namespaces := map[string]string{}
	var outside []string
	for _, each := range wanted.Places {
		for _, address := range append(append([]string{}, each.Inside...), each.Outside...) {
			if err := router.locate(address, each.Name); err != nil {
				return err
			}
		}
		outside = append(outside, each.Outside...)
		for _, address := range each.Inside {
			opened, err := openInside(fmt.Sprintf("wan%d", len(namespaces)), network, address)
			if err != nil {
				return fmt.Errorf("%s: %w", address, err)
			}
			namespaces[address] = fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), opened.namespace)
			router.attach(opened.tun, []string{address})
		}
	}
	tun, err := openOutside(fmt.Sprintf("wan%d", os.Getpid()), network, outside)
	if err != nil {
		return err
	}
	router.attach(tun, outside)
	router.start()
	return http.ListenAndServe(wanted.Control, control(router, namespaces))
}

// control: GET /namespaces; PUT /dark/REGION, /light/REGION, /delay/A/B/MS. An answer means that it is so from now on.
func control(router *router, namespaces map[string]string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /namespaces", func(answer http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(answer).Encode(namespaces)
	})
	mux.HandleFunc("GET /counts", func(answer http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(answer).Encode(map[string]uint64{"carried": router.carried.Load(), "lost": router.lost.Load()})
	})
	mux.HandleFunc("PUT /dark/{place}", func(_ http.ResponseWriter, request *http.Request) {
		router.setDark(request.PathValue("place"), true)
	})
	mux.HandleFunc("PUT /light/{place}", func(_ http.ResponseWriter, request *http.Request) {
		router.setDark(request.PathValue("place"), false)
	})
	mux.HandleFunc("PUT /delay/{a}/{b}/{milliseconds}", func(answer http.ResponseWriter, request *http.Request) {
		milliseconds, err := strconv.ParseFloat(request.PathValue("milliseconds"), 64)
		if err != nil || milliseconds < 0 {
			http.Error(answer, "milliseconds", http.StatusBadRequest)
			return
		}
		router.delay(request.PathValue("a"), request.PathValue("b"), milliseconds)
	})
	return mux
}
