package s3

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/mantenhq/manten/internal/policy"
)

// outsider is a principal of another account, as a policy names it.
type outsider struct {
	// kind is the member of the principal that it stands in: "AWS" or "Federated".
	kind string
	// id is "*" for everybody, which is every other account, too.
	id string
	// account is that of the principal, empty where the id does not have one.
	account string
}

var (
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	// formerID is what AWS writes in place of a user or role that was deleted; it lets nobody in.
	formerID = regexp.MustCompile(`^A[A-Z0-9]{15,}$`)
)

// outsiders are the principals that are not of the account, sorted, and those of whom a policy does not tell.
func outsiders(p policy.Principal, own string) (out []outsider, unclear []string) {
	for _, kind := range slices.Sorted(maps.Keys(p)) {
		for _, id := range p[kind] {
			switch o := (outsider{kind: kind, id: id, account: accountOf(id)}); {
			case kind == "Service" || o.account == own || kind != "CanonicalUser" && formerID.MatchString(id):
			case kind == "Federated" && o.account == "": // a provider of its own, such as accounts.google.com
			case kind == "*" || kind == "AWS":
				o.kind = "AWS"
				out = append(out, o)
			case kind == "Federated":
				out = append(out, o)
			default:
				unclear = append(unclear, id)
			}
		}
	}
	slices.SortFunc(out, func(a, b outsider) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id)) })
	return slices.Compact(out), unclear
}

// accountOf is the account of a principal, which is an ARN or the account's own id; empty where it is neither.
func accountOf(id string) string {
	if accountID.MatchString(id) {
		return id
	}
	if parts := strings.SplitN(id, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		return parts[4]
	}
	return ""
}

func (o outsider) everybody() bool { return o.id == "*" }

// root is the account as a principal, which stands for everybody in it.
func (o outsider) root() bool { return o.id == o.account || strings.HasSuffix(o.id, ":root") }

// deniedBy tells whether a statement that denies is about the outsider, whatever the request.
func (o outsider) deniedBy(s policy.Statement, own string) bool {
	if len(s.Condition) > 0 && !sparesOnly(s.Condition, own) {
		return false
	}
	if len(s.NotPrincipal) > 0 {
		return o.leftIn(s.NotPrincipal, own)
	}
	if s.Principal.Everyone() {
		return true
	}
	named, _ := outsiders(s.Principal, own)
	return !o.everybody() && slices.ContainsFunc(named, func(n outsider) bool {
		return n == o || n.root() && n.account == o.account && o.account != ""
	})
}

// leftIn tells whether a denial of everybody but some is about the outsider: none of those may be of its account.
func (o outsider) leftIn(but policy.Principal, own string) bool {
	spared, unclear := outsiders(but, own)
	if o.everybody() {
		return len(spared)+len(unclear) == 0
	}
	return len(unclear) == 0 && !slices.ContainsFunc(spared, func(s outsider) bool {
		return s.everybody() || s.account == "" || s.account == o.account
	})
}

// sparesOnly tells whether a condition holds for every request but those of the account itself and of AWS's services.
func sparesOnly(c policy.Condition, own string) bool {
	accounts := false
	for operator, keys := range c {
		for key, values := range keys {
			switch one := len(values) == 1; {
			case one && strings.EqualFold(operator, "StringNotEquals") && strings.EqualFold(key, "aws:PrincipalAccount") && values[0] == own:
				accounts = true
			case one && strings.EqualFold(operator, "BoolIfExists") && strings.EqualFold(key, "aws:PrincipalIsAWSService") && values[0] == "false":
			default:
				return false
			}
		}
	}
	return accounts
}
