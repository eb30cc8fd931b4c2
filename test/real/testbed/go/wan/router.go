package main

import (
	"fmt"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Packets that may be under way between two regions; more are lost, as on a full link.
const underWay = 1 << 16

type pair struct{ from, to string }

type packet struct {
	due  time.Time
	data []byte
	to   *os.File
}

type router struct {
	places  map[netip.Addr]string
	devices map[netip.Addr]*os.File
	readers []*os.File
	carried atomic.Uint64
	lost    atomic.Uint64

	mutex  sync.RWMutex
	dark   map[string]bool
	delays map[pair]time.Duration
	links  map[pair]chan packet
}

func newRouter() *router {
	return &router{
		places:  map[netip.Addr]string{},
		devices: map[netip.Addr]*os.File{},
		dark:    map[string]bool{},
		delays:  map[pair]time.Duration{},
		links:   map[pair]chan packet{},
	}
}

func (r *router) locate(address, place string) error {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return err
	}
	if other, taken := r.places[parsed]; taken {
		return fmt.Errorf("%s is in %s and in %s", address, other, place)
	}
	r.places[parsed] = place
	return nil
}

func (r *router) attach(device *os.File, addresses []string) {
	for _, each := range addresses {
		r.devices[netip.MustParseAddr(each)] = device
	}
	r.readers = append(r.readers, device)
}

func (r *router) start() {
	for _, each := range r.readers {
		go r.read(each)
	}
}

func (r *router) setDark(place string, dark bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.dark[place] = dark
}

// delay is one way, the same in both directions.
func (r *router) delay(a, b string, milliseconds float64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	duration := time.Duration(milliseconds * float64(time.Millisecond))
	r.delays[pair{a, b}] = duration
	r.delays[pair{b, a}] = duration
}

func (r *router) read(device *os.File) {
	buffer := make([]byte, 1<<16)
	for {
		count, err := device.Read(buffer)
		if err != nil {
			return
		}
		r.route(buffer[:count])
	}
}

// route takes IPv4 only: bytes 12 to 16 say from where, 16 to 20 to where.
func (r *router) route(data []byte) {
	if len(data) < 20 || data[0]>>4 != 4 {
		return
	}
	to := netip.AddrFrom4([4]byte(data[16:20]))
	device, known := r.devices[to]
	if !known {
		return
	}
	link := pair{r.places[netip.AddrFrom4([4]byte(data[12:16]))], r.places[to]}
	r.mutex.RLock()
	isLost := link.from != link.to && (r.dark[link.from] || r.dark[link.to])
	wait := r.delays[link]
	r.mutex.RUnlock()
	if isLost {
		r.lost.Add(1)
		return
	}
	select {
	case r.link(link) <- packet{time.Now().Add(wait), append([]byte(nil), data...), device}:
		r.carried.Add(1)
	default:
		r.lost.Add(1)
	}
}

// link carries the packets of one direction in their order.
func (r *router) link(wanted pair) chan packet {
	r.mutex.RLock()
	link, known := r.links[wanted]
	r.mutex.RUnlock()
	if known {
		return link
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if link, known = r.links[wanted]; known {
		return link
	}
	link = make(chan packet, underWay)
	r.links[wanted] = link
	go r.carry(wanted, link)
	return link
}

// carry delivers; what is under way when a region goes dark does not arrive.
func (r *router) carry(of pair, link chan packet) {
	for each := range link {
		time.Sleep(time.Until(each.due))
		r.mutex.RLock()
		isLost := of.from != of.to && (r.dark[of.from] || r.dark[of.to])
		r.mutex.RUnlock()
		if isLost {
			r.lost.Add(1)
			continue
		}
		_, _ = each.to.Write(each.data)
	}
}
