package securityhub_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/securityhub"
)

// FuzzParse holds of any input: it is read or refused, accounts and regions stand in it, and every finding is spoken of.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/parse/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no samples: %v", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{"", "[", "[[]]", "null", `{"detail":{"detail":{"findings":[null,{"AwsAccountId":"111122223333"}]}}}`, `{"findings":{}}`, `{"class_uid":"x"}`, "8E888"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := securityhub.Parse(bytes.NewReader(data))
		texts, count, whole := look(data)
		if (err == nil) != whole {
			t.Fatalf("error %v, and as JSON it is whole: %v", err, whole)
		}
		if err != nil {
			return
		}
		if found.Seen() != count {
			t.Errorf("%d items and %d skipped, there are %d findings", len(found.Items), len(found.Skipped), count)
		}
		for _, x := range found.Items {
			if len(x.Account) != 12 || !texts.have(x.Account) || x.Region != "" && !texts.have(x.Region) {
				t.Errorf("account %q or region %q is made up", x.Account, x.Region)
			}
			for _, r := range x.Resources {
				if r.Region != "" && !texts.have(r.Region) || !texts.have(r.ID) {
					t.Errorf("resource %+v is made up", r)
				}
			}
		}
		for _, s := range found.Skipped {
			if s.ID == "" || s.Why.IsZero() {
				t.Errorf("skipped without a word: %+v", s)
			}
		}
	})
}

// said are all texts of a document, names of members included.
type said map[string]bool

func (s said) have(part string) bool {
	for t := range s {
		if strings.Contains(t, part) {
			return true
		}
	}
	return false
}

// look goes through a document in another way than Parse: all texts in it, how many findings there are, and whether it is
// JSON to its end.
func look(data []byte) (texts said, findings int, whole bool) {
	texts = said{"": true}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber() // numbers that no machine holds are JSON, too
	values := 0
	for ; ; values++ {
		var v any
		if err := dec.Decode(&v); errors.Is(err, io.EOF) {
			return texts, findings, values > 0
		} else if err != nil {
			return texts, findings, false
		}
		texts.gather(v)
		findings += count(v, 0)
	}
}

func (s said) gather(v any) {
	switch v := v.(type) {
	case string:
		s[v] = true
	case []any:
		for _, x := range v {
			s.gather(x)
		}
	case map[string]any:
		for _, x := range v {
			s.gather(x)
		}
	}
}

// count counts the findings of a value: what is not a list of them, and not a document with some in it, is one.
func count(v any, depth int) int {
	const deepest = 8
	list, is := v.([]any)
	object, has := v.(map[string]any)
	switch {
	case depth > deepest || !is && !has:
		return 1
	case is:
		n := 0
		for _, x := range list {
			n += count(x, depth+1)
		}
		return n
	}
	member := func(name string) any {
		for key, x := range object {
			if strings.EqualFold(key, name) && x != nil {
				return x
			}
		}
		return nil
	}
	if in, is := member("findings").([]any); is {
		return count(in, depth+1)
	}
	in, is := member("detail").(map[string]any)
	if is && member("insightResults") == nil && member("SchemaVersion") == nil && member("class_uid") == nil {
		return count(in, depth+1)
	}
	return 1
}
