package awsconf

import (
	"context"
	"net"
	"net/url"
	"regexp"
	"strings"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Unresolvable tells whether names below the endpoint's host cannot be looked up: an IP address or localhost. S3 then
// takes the bucket in the path, and S3 Control leaves the account out of the host. These are rules of endpoints; the SDK
// follows them by itself only for S3 and only for IP addresses.
func Unresolvable(endpoint *string) bool {
	if endpoint == nil {
		return false
	}
	u, err := url.Parse(*endpoint)
	if err != nil {
		return false
	}
	host := u.Hostname()
	return net.ParseIP(host) != nil || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// WithoutHostPrefix takes the account off the front of the endpoint's host, where S3 Control's endpoint rules put it. It
// is for that one client: on S3's it would cut bucket names off.
func WithoutHostPrefix(stack *middleware.Stack) error {
	return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("MantenPlainHost", func(
		ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
	) (middleware.FinalizeOutput, middleware.Metadata, error) {
		if req, ok := in.Request.(*smithyhttp.Request); ok {
			req.URL.Host = accountPrefix.ReplaceAllString(req.URL.Host, "")
		}
		return next.HandleFinalize(ctx, in)
	}), "ResolveEndpointV2", middleware.After)
}

var accountPrefix = regexp.MustCompile(`^[0-9]{12}\.`)
