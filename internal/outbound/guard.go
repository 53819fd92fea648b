package outbound

import (
	"crypto/tls"
	"net/netip"
	"slices"
	"syscall"

	"jejak/internal/fault"
)

type certificateError = *tls.CertificateVerificationError

// closed are the networks that are not public: the special-purpose registries of IANA (RFC 6890), multicast, and the addresses
// where clouds keep the secrets of their machines. Of IPv6 only what is given out for the internet (2000::/3) is public.
func closed() []netip.Prefix {
	return prefixes(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
		"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"168.63.129.16/32",             // Azure
		"::/3", "4000::/2", "8000::/1", // beside 2000::/3, with fc00::/7, fe80::/10, ff00::/8 and 64:ff9b::/96
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", // Teredo and others, documentation, 6to4 (which holds an IPv4 address)
	)
}

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// guard looks at each address as it is dialled, after names were looked up, so that no name leads past it, whatever it meant a
// moment before.
func guard(allow []netip.Prefix) func(network, address string, c syscall.RawConn) error {
	refuse := closed()
	return func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		ip := to.Addr().Unmap().WithZone("")
		holds := func(p netip.Prefix) bool { return p.Contains(ip) }
		if slices.ContainsFunc(refuse, holds) && !slices.ContainsFunc(allow, holds) {
			return fault.Coded(fault.New(fault.Invalid, "This address leads into a private network, which is not called: give a public one, or have the operator allow the network with outbound-allow."), "private_network")
		}
		return nil
	}
}
