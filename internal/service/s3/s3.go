// Package s3 has the collectors, controls and remediations of Amazon S3.
package s3

import (
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/resource/s3"
)

// Service gathers the units of this directory.
var Service = catalog.NewService("s3")

var (
	anonymous = catalog.Text(Service, "s3/anonymous",
		"anybody can read or write bucket {bucket} today, by {how}; whoever relies on that loses access at once",
		"バケット {bucket} は現在 {how} により誰でも読み書きできます。それに頼る利用者は直ちにアクセスできなくなります")
	website = catalog.Text(Service, "s3/website",
		"bucket {bucket} serves a website that anybody can open ({how}); it ends at once",
		"バケット {bucket} は誰でも開けるウェブサイトを公開しています ({how})。直ちに閲覧できなくなります")
	openUnseen = catalog.Text(Service, "s3/open-unseen",
		"whether anybody can read or write bucket {bucket} today could not be read: {reason}",
		"バケット {bucket} を現在誰でも読み書きできるかどうか読み取れませんでした: {reason}")
	websiteUnseen = catalog.Text(Service, "s3/website-unseen",
		"whether bucket {bucket} serves a website could not be read: {reason}",
		"バケット {bucket} がウェブサイトを公開しているかどうか読み取れませんでした: {reason}")
)

// all blocks everything.
var all = s3.PublicAccessBlock{
	BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true,
}
