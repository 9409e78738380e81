package s3

import (
	"encoding/json"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/mantenhq/manten/internal/awsop"
	"github.com/mantenhq/manten/internal/catalog"
	"github.com/mantenhq/manten/internal/plan"
	"github.com/mantenhq/manten/internal/policy"
	"github.com/mantenhq/manten/internal/resource"
	"github.com/mantenhq/manten/internal/resource/s3"
	"github.com/mantenhq/manten/internal/text"
)

var (
	createBucket = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).CreateBucket,
		"s3:CreateBucket").Repeatable().DoneBy("BucketAlreadyOwnedByYou"))
	deleteBucket = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).DeleteBucket,
		"s3:DeleteBucket").NotYet("OperationAborted").KeptBy("BucketNotEmpty"))
	putBucketTagging = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).PutBucketTagging,
		"s3:PutBucketTagging").Repeatable())
	putBucketLogging = catalog.Write(Service, awsop.NewWrite(newClient, (*sdk.Client).PutBucketLogging,
		"s3:PutBucketLogging").Repeatable().NotYet("InvalidTargetBucketForLogging"))
)

// bucketWrites are what the remediations below call.
var bucketWrites = []*awsop.Op{
	createBucket.Op, deleteBucket.Op, putBucketTagging.Op, putPublicAccessBlock.Op, deletePublicAccessBlock.Op,
	putBucketPolicy.Op, deleteBucketPolicy.Op,
}

var (
	bucketUndo = catalog.Text(Service, "s3/new-bucket-undo",
		"undoing deletes bucket {bucket}, which works only while it is empty: what has been delivered is kept",
		"元に戻すとバケット {bucket} を削除しますが、空の間だけ可能です。配信されたものは残ります")
	bucketCost = catalog.Text(Service, "s3/new-bucket-cost",
		"S3 charges for what is delivered and kept; how much that will be is not known before",
		"S3 の料金は配信され保存される量で決まります。どれだけになるかは事前には分かりません")
	bucketBroken = catalog.Text(Service, "s3/new-bucket-broken", "the bucket policy cannot be changed: {error}", "バケットポリシーを変更できません: {error}")
	bucketLarge  = catalog.Text(Service, "s3/new-bucket-large",
		"the bucket policy would have {size} bytes, more than S3 allows", "バケットポリシーが {size} バイトになり、S3 の上限を超えます")
)

// builder makes a bucket what it shall be, call by call.
type builder struct {
	bucket s3.Bucket
	moves  []catalog.Move
	effect catalog.Effect
}

// provided is the edit that makes a bucket for a service: one that is missing, or of one that is there what it lacks.
// Statements that it has, under whatever Sid, are not added again. A target, if any, gets its access log.
func provided(b s3.Bucket, grants []statement, target *s3.Logging) catalog.Edit[s3.Bucket] {
	w := &builder{bucket: b}
	if resource.IsMissing(b) {
		w.create()
	}
	if !w.bucket.PublicAccessBlock.Value().All() {
		w.block()
	}
	if why := w.grant(grants); !why.IsZero() {
		return refuse(b, why)
	}
	if _, logged := w.bucket.Logging.Get(); !logged && target != nil {
		w.log(*target)
	}
	return w.edit()
}

// delivering is the edit that adds statements to a bucket's policy and leaves the rest alone.
func delivering(b s3.Bucket, grants []statement) catalog.Edit[s3.Bucket] {
	w := &builder{bucket: b}
	if why := w.grant(grants); !why.IsZero() {
		return refuse(b, why)
	}
	return w.edit()
}

func (w *builder) edit() catalog.Edit[s3.Bucket] {
	if n := len(w.moves); n > 0 {
		w.moves[n-1].Leaves = nil // it is After
	}
	return catalog.Edit[s3.Bucket]{After: w.bucket, Moves: w.moves, Effect: w.effect}
}

// create makes the bucket. What AWS sets by itself (ownership, encryption, public access) is not known before.
func (w *builder) create() {
	b := &w.bucket
	input := &sdk.CreateBucketInput{Bucket: &b.Name}
	if b.Region != "us-east-1" { // the region that cannot be named
		input.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(b.Region)}
	}
	b.PublicAccessBlock = resource.None[s3.PublicAccessBlock]()
	b.Grants, b.Encryption, b.Ownership = resource.Fact[[]s3.Grant]{}, resource.Fact[s3.Encryption]{}, resource.Fact[string]{}
	b.Website, b.Tags = resource.Is(false), resource.Is(map[string]string{})
	w.fresh(catalog.Move{Do: createBucket.With(input), Undo: deleteBucket.With(&sdk.DeleteBucketInput{Bucket: &b.Name})})
	b.Tags = resource.Is(resource.Created())
	w.fresh(catalog.Move{Do: putBucketTagging.With(&sdk.PutBucketTaggingInput{Bucket: &b.Name, Tagging: &types.Tagging{TagSet: createdTags()}})})
	w.effect.Risk = append(w.effect.Risk, bucketUndo.With("bucket", b.Name))
	w.effect.Cost = plan.CostUnknown(bucketCost.With())
}

// fresh adds a move that leaves a bucket of which AWS alone has set the public access block so far.
func (w *builder) fresh(m catalog.Move) {
	left := w.bucket
	left.PublicAccessBlock = resource.Fact[s3.PublicAccessBlock]{}
	m.Leaves = left
	w.moves = append(w.moves, m)
}

func createdTags() []types.Tag {
	var tags []types.Tag
	for k, v := range resource.Created() {
		tags = append(tags, types.Tag{Key: &k, Value: &v})
	}
	return tags
}

func (w *builder) block() {
	before, had := w.bucket.PublicAccessBlock.Get()
	m := catalog.Move{Do: putBlock(w.bucket.Name, all)}
	switch {
	case len(w.moves) > 0: // a bucket that is taken back is deleted
	case had:
		m.Undo = putBlock(w.bucket.Name, before)
	default:
		m.Undo = deletePublicAccessBlock.With(&sdk.DeletePublicAccessBlockInput{Bucket: &w.bucket.Name})
	}
	if len(w.moves) == 0 {
		w.tells(losesPublicAccess(w.bucket))
	}
	w.bucket.PublicAccessBlock = resource.Is(all)
	w.add(m)
}

// grant appends the statements that the policy does not have yet.
func (w *builder) grant(all []statement) text.Message {
	created := len(w.moves) > 0 && w.moves[0].Do.Op == createBucket.Op
	edit := catalog.Edit[s3.Bucket]{After: w.bucket}
	first := catalog.Move{}
	for _, s := range all {
		d := policy.New()
		if before, had := edit.After.Policy.Get(); had {
			var err error
			if d, err = policy.Parse(before); err != nil {
				return bucketBroken.With("error", err.Error())
			}
		}
		if has, err := states(d, s); err != nil || has {
			if err != nil {
				return bucketBroken.With("error", err.Error())
			}
			continue
		}
		s.Sid = unusedSid(d, s.Sid)
		if s.Effect == "Deny" && !created {
			w.tells(plainEffect(w.bucket))
		}
		edit = appended(edit.After, d, s, bucketBroken, bucketLarge)
		if !edit.Refused.IsZero() {
			return edit.Refused
		}
		if first.Undo.IsZero() {
			first.Undo = edit.Moves[0].Undo
		}
		first.Do = edit.Moves[0].Do
	}
	w.bucket = edit.After
	if first.Do.IsZero() {
		return text.Message{}
	}
	if created {
		first.Undo = awsop.Bound{}
	}
	w.add(first)
	return text.Message{}
}

// states tells whether a policy has a statement, by what it says: its Sid may be another.
func states(d *policy.Document, s statement) (bool, error) {
	one, err := policy.New().Append(s)
	if err != nil {
		return false, err
	}
	wanted, err := policy.Parse(one)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(d.Statements, func(o policy.Statement) bool { return alike(o, wanted.Statements[0]) }), nil
}

// alike tells whether two statements say the same.
func alike(a, b policy.Statement) bool {
	a.Sid, b.Sid = "", ""
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func (w *builder) log(to s3.Logging) {
	m := catalog.Move{Do: logInto(w.bucket.Name, &to)}
	if len(w.moves) == 0 || w.moves[0].Do.Op != createBucket.Op {
		m.Undo = logInto(w.bucket.Name, nil)
	}
	w.bucket.Logging = resource.Is(to)
	w.add(m)
}

// tells adds who may notice.
func (w *builder) tells(e catalog.Effect) {
	w.effect.Interrupts, w.effect.Risk = append(w.effect.Interrupts, e.Interrupts...), append(w.effect.Risk, e.Risk...)
}

// add adds a move that leaves the bucket as it stands now.
func (w *builder) add(m catalog.Move) {
	m.Leaves = w.bucket
	w.moves = append(w.moves, m)
}

// logInto is the call that has access to a bucket logged, or with nil no longer.
func logInto(bucket string, to *s3.Logging) awsop.Bound {
	status := &types.BucketLoggingStatus{}
	if to != nil {
		status.LoggingEnabled = &types.LoggingEnabled{TargetBucket: &to.TargetBucket, TargetPrefix: &to.TargetPrefix}
	}
	return putBucketLogging.With(&sdk.PutBucketLoggingInput{Bucket: &bucket, BucketLoggingStatus: status})
}
