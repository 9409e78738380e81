package cli

import "github.com/mantenhq/manten/internal/text"

var (
	textFrom = text.Template{
		Key: "cli/from",
		EN:  "Findings of Security Hub that were read: {seen}. Controls on resources that they name, evaluated anew just now: {evaluated}, of which {failed} fail.",
		JA:  "Security Hub の検出結果を {seen} 件読み込み、その対象 (コントロールとリソースの組) {evaluated} 件をいま評価し直しました。不合格は {failed} 件です。",
	}
	textNoHub = text.Template{
		Key: "cli/no-hub", EN: "Security Hub is not enabled in {region}: nothing was read there.",
		JA: "{region} では Security Hub が有効になっていないため、何も読み込んでいません。",
	}
	textKeptOut = text.Template{
		Key: "cli/kept-out", EN: "it fails, and is kept out by a flag, the configuration or an exception",
		JA: "不合格ですが、フラグ・設定・例外のいずれかにより対象外です",
	}
)
