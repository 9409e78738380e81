package codebuild

import "testing"

func TestBare(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{
		"":                                    "",
		"https://bitbucket.org/team/site.git": "https://bitbucket.org/team/site.git",
		"https://bitbucket.org:8443/team/a":   "https://bitbucket.org:8443/team/a",
		"bucket/path/source@1.zip":            "bucket/path/source@1.zip",
		"arn:aws:s3:::bucket/source.zip":      "arn:aws:s3:::bucket/source.zip",
		"https://bitbucket.org/team/site.git?access_token=" + canary: "https://bitbucket.org/team/site.git",
		"https://bitbucket.org/team/site.git#" + canary:              "https://bitbucket.org/team/site.git",
	} {
		if got, userinfo := bare(location); got != want || userinfo {
			t.Errorf("%s is %s (%v), want %s", location, got, userinfo, want)
		}
	}
	for location, want := range map[string]string{
		"https://" + canary + "@bitbucket.org/team/site.git":                       "https://bitbucket.org/team/site.git",
		"https://user:" + canary + "@bitbucket.org/team/site.git":                  "https://bitbucket.org/team/site.git",
		"https://user:" + canary + "@x@bitbucket.org/team/site.git":                "https://bitbucket.org/team/site.git",
		"https://user:12/" + canary + "@bitbucket.org/team/site.git":               "https://bitbucket.org/team/site.git",
		"https://" + canary + "/x@bitbucket.org/team/site.git":                     "https://bitbucket.org/team/site.git",
		"user:12/" + canary + "@bitbucket.org/team/site.git":                       "bitbucket.org/team/site.git",
		"https://user:%40" + canary + "@bitbucket.org/":                            "https://bitbucket.org/",
		"https://user:" + canary + "/x@bitbucket.org/team/site.git":                "https://bitbucket.org/team/site.git",
		"https://user:x?" + canary + "#@bitbucket.org/team/site.git":               "https://bitbucket.org/team/site.git",
		"https://user:a://" + canary + "@bitbucket.org/team/site.git":              "https://bitbucket.org/team/site.git",
		"user:" + canary + "@bitbucket.org/team/site.git":                          "bitbucket.org/team/site.git",
		"git@bitbucket.org:team/site.git":                                          "bitbucket.org:team/site.git",
		"https://@bitbucket.org/team/site.git":                                     "https://bitbucket.org/team/site.git",
		"https://x-token-auth:" + canary + "@bitbucket.org/team/a.git?t=" + canary: "https://bitbucket.org/team/a.git",
	} {
		if got, userinfo := bare(location); got != want || !userinfo {
			t.Errorf("%s is %s (%v), want %s", location, got, userinfo, want)
		}
	}
}

// Whatever the password is, nothing of it is left.
func FuzzBare(f *testing.F) {
	f.Add("secret")
	f.Add("a/b@c?d#e:f")
	f.Add("://")
	f.Fuzz(func(t *testing.T, secret string) {
		got, userinfo := bare("https://user:" + secret + "@bitbucket.org/team/site.git")
		if !userinfo || got != "https://bitbucket.org/team/site.git" {
			t.Fatalf("%q leaves %q (%v)", secret, got, userinfo)
		}
	})
}
