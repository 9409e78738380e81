package config_test

import (
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/config"
)

func TestParse(t *testing.T) {
	t.Parallel()
	c, err := config.Parse([]byte("regions: [eu-west-1]\nexclude: ['tag:a=b']\n"))
	if err != nil || len(c.Regions) != 1 || len(c.Exclude) != 1 {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := config.Parse(nil); err != nil {
		t.Errorf("an empty file: %v", err)
	}
	for in, want := range map[string]string{
		"regoins: [x]":         `unknown key "regoins", did you mean "regions"?`,
		"protected: []":        `unknown key "protected"`,
		"regions: {a: b}":      "cannot unmarshal",
		"- a":                  "cannot unmarshal",
		"regions: [a\nb":       "yaml",
		"regions: [a]\n---\nx": "",
	} {
		_, err := config.Parse([]byte(in))
		if want == "" {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gave %v, want %q", in, err, want)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	known := []string{"EnableKeyRotation", "SetSSLBucketPolicy"}
	for word, want := range map[string]string{
		"EnableKeyRotaton": `, did you mean "EnableKeyRotation"?`, "enablekeyrotation": `, did you mean "EnableKeyRotation"?`, "x": "", "": "",
	} {
		if got := config.DidYouMean(word, known); got != want {
			t.Errorf("DidYouMean(%q) = %q, want %q", word, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("regions: [a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := config.Parse(data); err != nil && len(c.Regions) > 0 {
			t.Error("a configuration that is refused sets something")
		}
	})
}
