package propose

import (
	"github.com/mantenhq/manten/internal/control"
	"github.com/mantenhq/manten/internal/fault"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/text"
)

var (
	textGone      = text.Template{Key: "propose/gone", EN: "the resource no longer exists", JA: "リソースはもう存在しません"}
	textPassing   = text.Template{Key: "propose/passing", EN: "it already passes", JA: "すでに合格しています"}
	textPerson    = text.Template{Key: "propose/person", EN: "a person has to do it: manten explain {control}", JA: "人手が必要です: manten explain {control}"}
	textExcluded  = text.Template{Key: "propose/excluded", EN: "excluded by {pattern}", JA: "{pattern} により除外されています"}
	textTags      = text.Template{Key: "propose/tags", EN: "left alone because its tags, which an exclusion names, could not be read: {reason}", JA: "除外条件のタグを読み取れないため対象外としました: {reason}"}
	textGuarded   = text.Template{Key: "propose/protected", EN: "protected by {pattern}", JA: "{pattern} により保護されています"}
	textOwn       = text.Template{Key: "propose/own", EN: "it belongs to the caller, who would be locked out", JA: "呼び出し元自身のものであり、締め出されるおそれがあります"}
	textMax       = text.Template{Key: "propose/max", EN: "left for a later plan: this one ends after {n} steps", JA: "このプランは {n} ステップまでのため、次のプランに回します"}
	textStack     = text.Template{Key: "propose/stack", EN: "managed by CloudFormation stack {stack}: the stack will show drift and may set it back", JA: "CloudFormation スタック {stack} の管理下にあります。ドリフトとして検出され、元に戻されることがあります"}
	textTool      = text.Template{Key: "propose/tool", EN: "its tags say that {tool} manages it: the next run there may set it back", JA: "タグによると {tool} の管理下にあります。次の実行で元に戻されることがあります"}
	textPartly    = text.Template{Key: "propose/partly", EN: "this remediation cannot make it pass here: {reason}", JA: "この修復では合格になりません: {reason}"}
	textThere     = text.Template{Key: "propose/there", EN: "all that its remediation makes is there already", JA: "修復で作成するものはすべて揃っています"}
	textMade      = text.Template{Key: "propose/made", EN: "all that its remediation makes is there already, or other steps of this plan make it", JA: "修復で作成するものはすでに揃っているか、このプランのほかのステップで作成されます"}
	textNeeded    = text.Template{Key: "propose/needed", EN: "{resource}, which it needs, is not touched: {why}", JA: "必要な {resource} には手を付けません: {why}"}
	textParameter = text.Template{Key: "propose/parameter", EN: "parameter {parameter} of Parameter Store could not be read and counts as not set: {reason}", JA: "パラメータストアの {parameter} を読み取れないため、未設定として扱います: {reason}"}
)

// Texts are the messages of this package.
func Texts() []text.Template {
	return append([]text.Template{
		textGone, textPassing, textPerson, textExcluded, textTags, textGuarded, textOwn, textMax, textStack, textTool,
		textPartly, textThere, textMade, textNeeded, textParameter, textExcepted, textSuppressed, textTagsHidden, textDisturbs, textDisturbsToo, textUndoIrreversible, textUndoNothing, textUndoTwice,
	}, textsAim...)
}

func gone(err error) bool { return fault.CodeOf(err) == fault.NotFound }

func (d *draft) leave(f control.Finding, why text.Message) {
	d.plan.Left = append(d.plan.Left, plan.Left{Control: f.Control, Resource: f.Resource.ID, Region: f.Resource.Region, Why: why})
}

func (d *draft) leaveAll(t target, why text.Message) {
	for _, f := range t.findings {
		d.leave(f, why)
	}
}
