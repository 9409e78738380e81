package awstest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
)

// An xmlList is a list in an XML answer; each child of the element is an item.
type xmlList struct {
	list string
	// token writes the token into the answer; end is where the list ends.
	token func(body []byte, end int) []byte
}

func (l xmlList) split(body []byte, second bool) ([]byte, error) {
	items, end, err := l.children(body)
	if err != nil {
		return nil, err
	}
	out := items[:len(items)/2]
	if !second {
		out = items[len(items)/2:]
		body = l.token(body, end) // first: what goes out moves the end
	}
	for _, item := range slices.Backward(out) {
		body = slices.Delete(body, item.from, item.to)
	}
	return body, nil
}

type span struct{ from, to int }

// children finds the items, as bytes, so that what remains stays as moto wrote it.
func (l xmlList) children(body []byte) (items []span, end int, err error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	depth := -1 // below the list; outside of it
	var item span
	for {
		before := int(d.InputOffset())
		token, err := d.Token()
		if err != nil { // io.EOF too: the list must end before the answer does
			return nil, 0, fmt.Errorf("find %s: %w", l.list, err)
		}
		start, isStart := token.(xml.StartElement)
		_, isEnd := token.(xml.EndElement)
		switch {
		case isStart && depth < 0:
			if start.Name.Local == l.list {
				depth = 0
			}
		case isStart:
			if depth == 0 {
				item.from = before
			}
			depth++
		case isEnd && depth == 0:
			return items, int(d.InputOffset()), nil
		case isEnd && depth > 0:
			depth--
			if depth == 0 {
				item.to = int(d.InputOffset())
				items = append(items, item)
			}
		}
	}
}

func ec2Token(body []byte, end int) []byte {
	return slices.Insert(body, end, []byte("<nextToken>"+pageToken+"</nextToken>")...)
}

func s3Token(body []byte, end int) []byte {
	return slices.Insert(body, end, []byte("<ContinuationToken>"+pageToken+"</ContinuationToken>")...)
}

// xmlToken writes a token of this name, as most of the query protocol has it.
func xmlToken(name string) func(body []byte, end int) []byte {
	return func(body []byte, end int) []byte {
		return slices.Insert(body, end, []byte("<"+name+">"+pageToken+"</"+name+">")...)
	}
}

func iamToken(body []byte, end int) []byte {
	rest := bytes.Replace(body[end:], []byte("<IsTruncated>false</IsTruncated>"), nil, 1)
	truncated := "<IsTruncated>true</IsTruncated><Marker>" + pageToken + "</Marker>"
	return slices.Concat(body[:end], []byte(truncated), rest)
}

// A jsonList is a list in a JSON answer.
type jsonList struct {
	list string
	// token is the name of the token, that of KMS if empty.
	token string
}

func (l jsonList) split(body []byte, second bool) ([]byte, error) {
	answer := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	var items []json.RawMessage
	if err := json.Unmarshal(answer[l.list], &items); err != nil {
		return nil, err
	}
	half := items[:len(items)/2]
	if second {
		half = items[len(items)/2:]
	} else {
		answer[cmp.Or(l.token, "NextMarker")] = json.RawMessage(`"` + pageToken + `"`)
		if l.token == "" {
			answer["Truncated"] = json.RawMessage(`true`)
		}
	}
	page, err := json.Marshal(half)
	if err != nil {
		return nil, err
	}
	answer[l.list] = page
	return json.Marshal(answer)
}
