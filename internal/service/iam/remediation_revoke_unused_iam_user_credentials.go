package iam

import (
	"errors"
	"slices"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/iam"
)

var deleteLoginProfile = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).DeleteLoginProfile,
	"iam:DeleteLoginProfile").Repeatable())

type unusedRevokeParams struct {
	// MaxCredentialUsageAge is for how many whole days a credential may be unused. The default serves IAM.22; where only
	// IAM.8 matters, 90 leaves more alone.
	MaxCredentialUsageAge int `json:"maxCredentialUsageAge"`
}

// Validate refuses an age at which everything would be unused.
func (p unusedRevokeParams) Validate() error {
	if p.MaxCredentialUsageAge < 1 {
		return errors.New("maxCredentialUsageAge must be at least 1")
	}
	return nil
}

// revokeUnusedCredentials can be undone for a user of whom only keys are unused. A password that is deleted is lost: then
// nothing of the step is taken back. The last use is not in the guard, because that of other keys changes all the time.
var revokeUnusedCredentials = catalog.Remediation(Service, catalog.RemediationSpec[iam.User, unusedRevokeParams]{
	Name:     "RevokeUnusedIAMUserCredentials",
	File:     "revoke_unused_iam_user_credentials",
	Summary:  unusedSummary,
	Controls: []control.ID{"IAM.8", "IAM.22"},
	Reads:    []string{"ActiveKeys", "ActiveKeyIDs", "ConsolePassword"},
	Looks:    []string{"KeyUse", "PasswordUse"},
	Defaults: unusedRevokeParams{MaxCredentialUsageAge: 45},
	Writes:   []*awsop.Op{updateAccessKey.Op, deleteLoginProfile.Op},
	OneWay:   true,
	Plan: func(u iam.User, p unusedRevokeParams, now time.Time) catalog.Edit[iam.User] {
		keys, ok := heldKeys(u)
		if !ok {
			return apart(u)
		}
		var e catalog.Edit[iam.User]
		stale, tied := unusedKeys(u, keys, p.MaxCredentialUsageAge, now)
		if tied != "" {
			e.After, e.Refused = u, unusedTied.With("created", tied)
			return e
		}
		for _, k := range stale {
			lose(&e.Effect, u.KeyUse, k, now)
		}
		e.After, e.Moves = deactivate(u, stale)
		if passwordStale(u, p.MaxCredentialUsageAge, now) {
			e = withoutPassword(e, u.PasswordUse.Value(), now)
		}
		if len(e.Moves) > 0 {
			e.Moves[len(e.Moves)-1].Leaves = nil
			e.Risk = append(e.Risk, leftAlone(u, p.MaxCredentialUsageAge, now)...)
		}
		return e
	},
})

// unusedKeys are the keys that are known to have been unused for more than so many days. Of keys that were made in the
// same second only one of which is unused, nobody can tell which: tied is then that second.
func unusedKeys(u iam.User, keys []heldKey, days int, now time.Time) (stale []heldKey, tied string) {
	if _, known := u.KeyUse.Get(); !known {
		return nil, ""
	}
	unused := func(k heldKey) bool { return control.Days(k.Idle(), now) > days }
	for _, k := range keys {
		if !unused(k) {
			continue
		}
		stale = append(stale, k)
		if slices.ContainsFunc(keys, func(o heldKey) bool { return o.Created.Equal(k.Created) && !unused(o) }) {
			return nil, k.Created.UTC().Format(time.RFC3339)
		}
	}
	return stale, ""
}

// withoutPassword adds the deletion of the password to an edit, which makes all of it final: an undo that brought only
// the keys back would not restore what was there.
func withoutPassword(e catalog.Edit[iam.User], use iam.PasswordUse, now time.Time) catalog.Edit[iam.User] {
	e.Irreversible = passwordFinal.With()
	if len(e.Moves) > 0 {
		e.Irreversible = passwordAndKeysFinal.With()
	}
	e.After.ConsolePassword = resource.Is(false)
	e.Moves = append(e.Moves, catalog.Move{Do: deleteLoginProfile.With(&sdk.DeleteLoginProfileInput{UserName: &e.After.Name})})
	for i := range e.Moves {
		e.Moves[i].Undo = awsop.Bound{}
	}
	switch {
	case !use.Used:
		e.Risk = append(e.Risk, passwordNever.With("date", day(use.At)))
	case control.Days(use.At, now) <= presentUse:
		e.Interrupts = append(e.Interrupts, passwordInUse.With("date", day(use.At)))
	default:
		e.Risk = append(e.Risk, passwordIdle.With("date", day(use.At)))
	}
	return e
}
