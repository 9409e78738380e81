package sns

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/sns"
)

var (
	subscribe = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).Subscribe,
		"sns:Subscribe").Repeatable().On(func(in *sdk.SubscribeInput, _ awsop.Site) []string { return []string{aws.ToString(in.TopicArn)} }))
	unsubscribe = catalog.Write(Service, awsop.NewWrite(sdk.NewFromConfig, (*sdk.Client).Unsubscribe,
		"sns:Unsubscribe").Repeatable().DoneBy("InvalidParameter").On(awsop.Anything)) // what is not confirmed vanishes by itself
)

var (
	subscribeSummary = catalog.Text(Service, "Subscribe/summary",
		"Subscribes an e-mail address to a topic; whoever reads the mail must confirm it.",
		"メールアドレスをトピックに登録します。受信者による確認が必要です。")
	subscribeClick = catalog.Text(Service, "Subscribe/click",
		"{email} must open the mail from AWS Notifications and confirm the subscription",
		"{email} 宛てに届く AWS Notifications のメールから、受信者がサブスクリプションを確認してください")
	subscribeOpen = catalog.Text(Service, "Subscribe/open",
		"the subscription is there and waits: {email} must open the mail from AWS Notifications and confirm it; if the mail is lost, subscribe again by hand",
		"サブスクリプションは登録済みで確認待ちです。{email} 宛ての AWS Notifications のメールから確認してください。メールを失った場合は手動で登録し直してください")
	subscribeUndo = catalog.Text(Service, "Subscribe/undo",
		"a subscription that was never confirmed cannot be taken back: SNS forgets it after two days",
		"確認されていないサブスクリプションは取り消せません。SNS が 2 日後に破棄します")
	subscribeFades = catalog.Text(Service, "Subscribe/fades",
		"SNS forgets the subscription within two days, since nobody has confirmed it",
		"確認されなかったため、SNS が 2 日以内にサブスクリプションを破棄します")
)

var subscribeMail = catalog.Remediation(Service, catalog.RemediationSpec[sns.Subscription, catalog.None]{
	Name:    "Subscribe",
	Own:     true,
	Helper:  true,
	Makes:   plan.Creates,
	File:    "subscribe",
	Summary: subscribeSummary,
	Reads:   []string{"Confirmed"},
	Writes:  []*awsop.Op{subscribe.Op, unsubscribe.Op},
	Plan: func(s sns.Subscription, _ catalog.None, _ time.Time) catalog.Edit[sns.Subscription] {
		topic, protocol, endpoint := s.Parts()
		e := catalog.Edit[sns.Subscription]{Behind: []resource.Ref{sns.TopicRef(s.Account, s.Region, nameOf(topic))}}
		switch confirmed, there := s.Confirmed.Get(); {
		case confirmed:
			e.After = s
			return e
		case there:
			e.After, e.Refused = s, subscribeOpen.With("email", endpoint)
			return e
		}
		s.Confirmed, s.ARN = resource.Is(true), resource.Fact[string]{}
		e.After = s
		e.Moves = []catalog.Move{{
			Do: subscribe.With(&sdk.SubscribeInput{
				TopicArn: &topic, Protocol: &protocol, Endpoint: &endpoint, ReturnSubscriptionArn: true,
			}),
			Undo: unsubscribe.With(&sdk.UnsubscribeInput{}).Taking(plan.Output{
				Into: "SubscriptionArn", Move: 0, Path: "SubscriptionArn", Fact: "ARN",
			}),
		}}
		e.UndoWaits = subscribeFades.With()
		e.Waits = subscribeClick.With("email", endpoint)
		e.Risk = append(e.Risk, subscribeUndo.With())
		return e
	},
})
