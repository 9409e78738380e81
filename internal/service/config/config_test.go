package config

import (
	"testing"

	"github.com/mantenhq/manten/internal/awstest"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/config"
)

const region = "us-east-1"

// accountIn is an account with a recorder that does what it should, with one change.
func accountIn(region string, change func(*config.Account)) config.Account {
	a := config.Account{Ref: resource.Ref{
		Type: "AWS::Config::Account", Account: "111122223333", Region: region, ID: resource.AccountID("111122223333"), Name: "111122223333",
	}}
	a.Recorder = resource.Is(config.Recorder{
		Name: "default", Role: roleOf(a.Ref).ID, Group: config.Group{Strategy: config.AllSupported, Global: true},
		Mode: config.Mode{Frequency: config.Continuous},
	})
	a.Recording, a.Linked = resource.Is(true), resource.Is([]string{})
	a.Channel = resource.Is(config.Channel{Name: "default", Bucket: "logs", Topic: "arn:aws:sns:" + region + ":111122223333:t", Frequency: "One_Hour"})
	if change != nil {
		change(&a)
	}
	return a
}

// recorderWith changes the recorder.
func recorderWith(change func(*config.Recorder)) func(*config.Account) {
	return func(a *config.Account) {
		r := a.Recorder.Value()
		change(&r)
		a.Recorder = resource.Is(r)
	}
}

// nothing takes all away.
func nothing(a *config.Account) {
	a.Recorder, a.Recording, a.Channel = resource.None[config.Recorder](), resource.None[bool](), resource.None[config.Channel]()
}

func place(a *awstest.Account) catalog.Place {
	return catalog.Place{Account: a.ID, Region: region, Config: a.Through(region), Facts: accounts.Facts}
}

func get(t *testing.T, at catalog.Place) config.Account {
	t.Helper()
	ref := at.Ref("AWS::Config::Account", resource.AccountID(at.Account), at.Account)
	got, err := accounts.Get(t.Context(), at, accounts.Empty(ref))
	if err != nil {
		t.Fatal(err)
	}
	a, ok := got.(config.Account)
	if !ok {
		t.Fatalf("got a %T", got)
	}
	return a
}
