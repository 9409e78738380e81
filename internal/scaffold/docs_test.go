package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// written generates the documentation and reads it back, by path.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	s, _ := in(t)
	root, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	s.root = open(t, root)
	if err := s.command([]string{"docs", dir}); err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			pages[name] = read(t, dir, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestDocs(t *testing.T) {
	t.Parallel()
	pages := written(t, t.TempDir())
	s, _ := in(t)
	wants := []string{"commands.md", "controls/README.md", "emulator-gaps.md", "iam.md", "remediations/README.md", "standards.md"}
	for _, u := range s.cat.Controls() {
		wants = append(wants, "controls/"+string(u.ID)+".md")
	}
	for _, u := range s.cat.Remediations() {
		wants = append(wants, "remediations/"+u.Name+".md")
	}
	for _, name := range wants {
		text := pages[name]
		if !strings.HasPrefix(text, header+"# ") || !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") {
			t.Errorf("%s is missing, has no header or no proper end", name)
		}
	}
	if len(pages) != len(wants) {
		t.Errorf("%d pages were written, %d were expected", len(pages), len(wants))
	}
}

// TestDocsAgain holds that the output does not depend on the moment or the machine, and that nobody else's page is lost.
func TestDocsAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := written(t, dir)
	kept, stale := filepath.Join(dir, "security.md"), filepath.Join(dir, "controls", "S3.999.md")
	for name, text := range map[string]string{kept: "# By hand\n", stale: header + "# Gone\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	second := written(t, dir)
	if second["security.md"] != "# By hand\n" {
		t.Error("a page that a person wrote is gone or changed")
	}
	if _, ok := second["controls/S3.999.md"]; ok {
		t.Error("the page of a control that is gone is still there")
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

var target = regexp.MustCompile(`\]\(([^)]+)\)`)

// TestDocsLinks holds that links between pages, and to sources, lead somewhere.
func TestDocsLinks(t *testing.T) {
	t.Parallel()
	root, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	pages := written(t, t.TempDir())
	for name, text := range pages {
		for _, m := range target.FindAllStringSubmatch(text, -1) {
			to, _, _ := strings.Cut(m[1], "#")
			if strings.HasPrefix(to, "https://") {
				continue
			}
			to = path.Join("docs", path.Dir(name), to)
			if below, ok := strings.CutPrefix(to, "docs/"); ok && pages[below] != "" {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(to))); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}

// TestDocsSay looks for what a reader needs of one control and one remediation.
func TestDocsSay(t *testing.T) {
	t.Parallel()
	pages := written(t, t.TempDir())
	for page, wants := range map[string][]string{
		"controls/S3.8.md": {
			"| Severity | HIGH |", "`cis-1.4.0` | 2.1.5", "`excludedPublicBuckets` | list of text | `[]` | `excludedPublicBuckets` are names of buckets",
			"`s3.GetPublicAccessBlock` | `s3:GetBucketPublicAccessBlock`", "バケットにパブリックアクセスブロックがありません", "../remediations/ConfigureS3BucketPublicAccessBlock.md",
		},
		"controls/IAM.6.md": {"by a person", "## What a person does", "Sign in to the console as root", "ルートユーザーでコンソールに"},
		"remediations/EnableKeyRotation.md": {
			"`kms.EnableKeyRotation` | `kms:EnableKeyRotation`", "[KMS.4](../controls/KMS.4.md)", "`SHARR-EnableKeyRotation`", "every step can be undone", "decides, guarded",
		},
		"standards.md": {"`cis-1.2.0` | ", "| 1.14 | [IAM.6](controls/IAM.6.md)", "Not evaluated: "},
		"iam.md":       {`"s3:GetBucketPublicAccessBlock"`, "`s3:GetBucketWebsite`", "`iam:UpdateAccessKey`"},
		"commands.md":  {"## manten apply", "--approve-interrupting", "## manten runs show", "--no-color        no colours\n"},
		"emulator-gaps.md": {
			"| kms | `GetKeyRotationStatus` | always |", "&lt;root_account>",
		},
	} {
		for _, w := range wants {
			if !strings.Contains(pages[page], w) {
				t.Errorf("%s does not say %q", page, w)
			}
		}
	}
}
