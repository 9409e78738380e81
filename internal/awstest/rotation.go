package awstest

import (
	"encoding/json"
	"net/http"
	"strings"
)

func rotationStandIns() []StandIn {
	why := "moto takes every key; AWS refuses keys that are asymmetric, HMAC, imported or in a key store (UnsupportedOperationException), pending deletion (KMSInvalidStateException) or disabled (DisabledException)"
	return []StandIn{
		{Always: true, Service: "kms", Operation: "DisableKeyRotation", Why: why, do: changeRotation},
		{Always: true, Service: "kms", Operation: "EnableKeyRotation", Why: why, do: changeRotation},
		{
			Always: true, Service: "kms", Operation: "GetKeyRotationStatus", do: rotationStatus,
			Why: "moto answers for every key; AWS refuses imported keys and those in a key store (UnsupportedOperationException), and says false for a key pending deletion. Asymmetric and HMAC keys are false with both",
		},
	}
}

// A kmsKey is what DescribeKey says of a key, as far as rotation asks for it.
type kmsKey struct {
	Arn, KeySpec, KeyState, Origin string
}

// changeRotation refuses to turn rotation on or off for a key that has none to turn.
func changeRotation(x *Exchange) *Reply {
	key, found := describeKey(x)
	switch {
	case !found: // moto has its own answer to that
		return x.Next()
	case key.Origin != "AWS_KMS":
		return foreignOrigin(x, key)
	case key.KeySpec != "SYMMETRIC_DEFAULT":
		return x.Refuse(http.StatusBadRequest, "UnsupportedOperationException", key.Arn+" key spec is "+key.KeySpec+" which is not valid for this operation.")
	case key.KeyState == "PendingDeletion":
		return x.Refuse(http.StatusBadRequest, "KMSInvalidStateException", key.Arn+" is pending deletion.")
	case key.KeyState == "Disabled":
		return x.Refuse(http.StatusBadRequest, "DisabledException", key.Arn+" is disabled.")
	}
	return x.Next()
}

func rotationStatus(x *Exchange) *Reply {
	key, found := describeKey(x)
	if found && key.Origin != "AWS_KMS" {
		return foreignOrigin(x, key)
	}
	reply := x.Next()
	if found && key.KeyState == "PendingDeletion" && reply != nil {
		reply.Body = []byte(strings.Replace(string(reply.Body), `"KeyRotationEnabled": true`, `"KeyRotationEnabled": false`, 1))
	}
	return reply
}

func foreignOrigin(x *Exchange, key kmsKey) *Reply {
	return x.Refuse(http.StatusBadRequest, "UnsupportedOperationException", key.Arn+" origin is "+key.Origin+" which is not valid for this operation.")
}

// describeKey asks moto for the key that the call names.
func describeKey(x *Exchange) (kmsKey, bool) {
	var question struct {
		KeyID string `json:"KeyId"`
	}
	if json.Unmarshal(x.Body, &question) != nil || question.KeyID == "" {
		return kmsKey{}, false
	}
	body, err := json.Marshal(question)
	if err != nil {
		return kmsKey{}, false
	}
	reply := x.ask("DescribeKey", string(body))
	if reply == nil || reply.Status != http.StatusOK {
		return kmsKey{}, false
	}
	var answer struct{ KeyMetadata kmsKey }
	if json.Unmarshal(reply.Body, &answer) != nil {
		return kmsKey{}, false
	}
	return answer.KeyMetadata, true
}
