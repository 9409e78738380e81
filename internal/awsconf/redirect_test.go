package awsconf_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/mantenhq/manten/internal/awsconf"
)

// bodiless takes the body off a request, for only what has none (as S3's reads) can be sent on to another place.
func bodiless(o *kms.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Build.Add(middleware.BuildMiddlewareFunc("Bodiless", func(
			ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler,
		) (middleware.BuildOutput, middleware.Metadata, error) {
			r, ok := in.Request.(*smithyhttp.Request)
			if !ok {
				return middleware.BuildOutput{}, middleware.Metadata{}, fmt.Errorf("the request is a %T", in.Request)
			}
			r, err := r.SetStream(nil)
			if err != nil {
				return middleware.BuildOutput{}, middleware.Metadata{}, err
			}
			r.Method, r.ContentLength, in.Request = http.MethodGet, 0, r
			return next.HandleBuild(ctx, in)
		}), middleware.After)
	})
}

// Nobody is sent elsewhere but with the same question, and then without the session's token.
func TestRedirect(t *testing.T) {
	t.Parallel()
	for code, follows := range map[int]bool{301: false, 302: false, 303: false, 307: true, 308: true} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				if r.Header.Get("X-Amz-Security-Token") != "" || r.Header.Get("Authorization") != "" {
					t.Errorf("it was handed %v", r.Header)
				}
				w.Header().Set("Content-Type", "application/x-amz-json-1.1")
				_, _ = fmt.Fprint(w, `{"Keys":[]}`)
			}))
			defer elsewhere.Close()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("X-Amz-Target") == "" {
					_, _ = fmt.Fprint(w, identity)
					return
				}
				w.Header().Set("Location", strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1))
				w.WriteHeader(code)
			}))
			defer server.Close()
			s, err := awsconf.Open(t.Context(), awsconf.Options{
				Endpoint: server.URL, Credentials: credentials.NewStaticCredentialsProvider("a", "b", "token"), Reads: reads, Attempts: 1,
			})
			if err != nil {
				t.Fatal(err)
			}
			for name, option := range map[string]func(*kms.Options){"with a body": func(*kms.Options) {}, "without": bodiless} {
				asked.Store(0)
				_, err := kms.NewFromConfig(s.Config(ireland)).ListKeys(t.Context(), &kms.ListKeysInput{}, option)
				if want := follows && name == "without"; (err == nil) != want || (asked.Load() > 0) != want {
					t.Errorf("%s: asked elsewhere %d times, %v", name, asked.Load(), err)
				}
			}
		})
	}
}
