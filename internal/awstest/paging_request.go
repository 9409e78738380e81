package awstest

import (
	"encoding/json"
	"net/url"
)

// takeForm takes the token from a form: EC2 and the query protocol.
func takeForm(name string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		form, err := url.ParseQuery(string(x.Body))
		if err != nil || form.Get(name) != pageToken {
			return false
		}
		form.Del(name)
		x.Body = []byte(form.Encode())
		return true
	}
}

// takeJSON takes it from a JSON object.
func takeJSON(name string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		input := map[string]any{}
		if json.Unmarshal(x.Body, &input) != nil || input[name] != pageToken {
			return false
		}
		delete(input, name)
		body, err := json.Marshal(input)
		if err != nil {
			return false
		}
		x.Body = body
		return true
	}
}

// takeQuery takes it from the URL: S3.
func takeQuery(name string) func(*Exchange) bool {
	return func(x *Exchange) bool {
		query := x.Request.URL.Query()
		if query.Get(name) != pageToken {
			return false
		}
		query.Del(name)
		r := x.Request.Clone(x.Context())
		r.URL.RawQuery = query.Encode()
		x.Request = r
		return true
	}
}
