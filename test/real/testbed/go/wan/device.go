package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"
)

// From linux/if_tun.h.
const (
	setInterface = 0x400454ca
	tunDevice    = 0x0001
	noHeader     = 0x1000
)

type inside struct {
	tun *os.File
	// A descriptor that nothing closes: others enter the namespace by its path in /proc.
	namespace int
}

// openInside makes a network namespace without a name, so that it is gone with its last process.
func openInside(name string, network *net.IPNet, address string) (inside, error) {
	type result struct {
		inside
		err error
	}
	done := make(chan result)
	go func() {
		// Never unlocked: the thread belongs to the namespace and ends with this goroutine.
		runtime.LockOSThread()
		made, err := inside{}, syscall.Unshare(syscall.CLONE_NEWNET)
		if err == nil {
			made.namespace, err = syscall.Open(fmt.Sprintf("/proc/self/task/%d/ns/net", syscall.Gettid()), syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		}
		if err == nil {
			err = ip("link", "set", "lo", "up")
		}
		if err == nil {
			made.tun, err = openTun(name)
		}
		if err == nil {
			err = configure(name, "lo", network, []string{address})
		}
		done <- result{made, err}
	}()
	made := <-done
	return made.inside, made.err
}

// openOutside gives the caller's own namespace a way to the regions; the device is gone with this process.
func openOutside(name string, network *net.IPNet, addresses []string) (*os.File, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	tun, err := openTun(name)
	if err != nil {
		return nil, err
	}
	return tun, configure(name, name, network, addresses)
}

func configure(tun, owner string, network *net.IPNet, addresses []string) error {
	for _, each := range addresses {
		if err := ip("address", "add", each+"/32", "dev", owner); err != nil {
			return err
		}
	}
	if err := ip("link", "set", tun, "mtu", "1400", "up"); err != nil {
		return err
	}
	return ip("route", "add", network.String(), "dev", tun, "src", addresses[0])
}

func openTun(name string) (*os.File, error) {
	descriptor, err := syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w", err)
	}
	var request [40]byte
	copy(request[:15], name)
	*(*uint16)(unsafe.Pointer(&request[16])) = tunDevice | noHeader
	_, _, failed := syscall.Syscall(syscall.SYS_IOCTL, uintptr(descriptor), setInterface, uintptr(unsafe.Pointer(&request[0])))
	if failed != 0 {
		return nil, fmt.Errorf("TUN device %s: %w", name, failed)
	}
	return os.NewFile(uintptr(descriptor), "tun "+name), nil
}

func ip(arguments ...string) error {
	if output, err := exec.Command("ip", arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %v: %w: %s", arguments, err, output)
	}
	return nil
}
