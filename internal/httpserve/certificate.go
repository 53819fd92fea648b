package httpserve

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// certificates holds a certificate and takes up its renewal: what renews certificates only replaces files.
type certificates struct {
	certFile, keyFile string

	mu      sync.Mutex
	loaded  *tls.Certificate
	changed time.Time // of the certificate's file
	looked  time.Time
}

const lookAgain = time.Minute

func openCertificates(certFile, keyFile string) (*certificates, error) {
	c := &certificates{certFile: certFile, keyFile: keyFile}
	return c, c.load(time.Now())
}

func (c *certificates) load(now time.Time) error {
	info, err := os.Stat(c.certFile)
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	c.loaded, c.changed, c.looked = &pair, info.ModTime(), now
	return nil
}

// current is the newest certificate that could be read: halfway through a renewal the old one is still good.
func (c *certificates) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return c.at(time.Now()), nil
}

func (c *certificates) at(now time.Time) *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.looked) >= lookAgain {
		c.looked = now
		if info, err := os.Stat(c.certFile); err == nil && !info.ModTime().Equal(c.changed) {
			_ = c.load(now) // fails halfway through a renewal, and is tried again
		}
	}
	return c.loaded
}
