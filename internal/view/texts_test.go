package view

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mantenhq/manten/internal/text"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, x := range Texts() {
		switch {
		case !strings.HasPrefix(x.Key, "view/"):
			t.Errorf("%q is not a key of the view", x.Key)
		case seen[x.Key]:
			t.Errorf("%q is declared twice", x.Key)
		case x.EN == "" || x.JA == "" && x.Key != textBetween.Key:
			t.Errorf("%s lacks a language", x.Key)
		case !slices.Equal(text.Args(x.EN), text.Args(x.JA)):
			t.Errorf("%s has arguments %v in English, %v in Japanese", x.Key, text.Args(x.EN), text.Args(x.JA))
		}
		seen[x.Key] = true
	}
	for _, key := range declared(t) {
		if !seen[key] {
			t.Errorf("%s is not in Texts", key)
		}
	}
}

// declared are the keys of all messages that the package's files declare.
func declared(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	var keys []string
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(say|plural)\("(view/[a-z-]+)"`).FindAllStringSubmatch(string(src), -1) {
			keys = append(keys, m[2])
			if m[1] == "plural" {
				keys = append(keys, m[2]+"-one")
			}
		}
	}
	return keys
}
