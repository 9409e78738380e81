package securityhub

import (
	"bytes"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/service/securityhub/types"

	"github.com/mantenhq/manten/internal/awsop"
)

// What one call of BatchImportFindings takes. Sources: Security Hub API Reference, "BatchImportFindings" (findings and
// their size); AWS General Reference, "Security Hub endpoints and quotas".
const (
	maxFindings = 100
	maxFinding  = 240 << 10
	maxBody     = 6 << 20
	// frame is what stands around the findings in a request's body.
	frame = 64
)

// JSON is a finding under the names that the format gives its members, those without a value left out.
func JSON(f *types.AwsSecurityFinding) (json.RawMessage, error) { return awsop.Encode(f) }

// chunks divides findings among calls, in their order. What is larger than Security Hub takes is left over.
func chunks(all []types.AwsSecurityFinding) (calls [][]types.AwsSecurityFinding, large []types.AwsSecurityFinding, err error) {
	size := 0
	for i := range all {
		n, err := sizeOf(&all[i])
		switch {
		case err != nil:
			return nil, nil, err
		case n > maxFinding:
			large = append(large, all[i])
			continue
		case len(calls) == 0 || len(calls[len(calls)-1]) == maxFindings || size+n+1 > maxBody-frame:
			calls, size = append(calls, nil), 0
		}
		calls[len(calls)-1] = append(calls[len(calls)-1], all[i])
		size += n + 1
	}
	return calls, large, nil
}

// sizeOf is how many bytes a finding has on its way at most: the SDK writes some characters as six.
func sizeOf(f *types.AwsSecurityFinding) (int, error) {
	data, err := JSON(f)
	if err != nil {
		return 0, err
	}
	var b bytes.Buffer
	json.HTMLEscape(&b, data)
	return b.Len(), nil
}
