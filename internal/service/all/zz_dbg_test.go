package all_test
import ("testing";"fmt")
func TestDbg(t *testing.T){
	cat := everything(t)
	for n := range 8 {
		w := newWorld(t, cat, fmt.Sprint("world ", n))
		p := w.plan(t, w.scan(t))
		for _, s := range p.Steps { if len(s.Controls)==0 { b,_:=s.Do,0; t.Logf("%d %s %v %v %s do=%s", n, s.ID, s.Remediations, s.Makes, s.Resource, b[0].Input)} }
	}
}
