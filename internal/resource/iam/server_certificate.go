package iam

import (
	"time"

	"github.com/mantenhq/manten/internal/resource"
)

// ServerCertificate is an SSL/TLS certificate that is kept in IAM.
type ServerCertificate struct {
	resource.Ref
	Expiration resource.Fact[time.Time]
	Tags       resource.Fact[map[string]string]
}
