package awstest

import (
	"encoding/json"
	"maps"
	"net/http"
	"sync"
	"time"
)

// projects keeps the CodeBuild projects that were updated, by account, region and name.
type projects struct {
	mu      sync.Mutex
	updated map[string]map[string]any
}

func projectStandIns() []StandIn {
	p := &projects{updated: map[string]map[string]any{}}
	return []StandIn{
		{
			Always: true, Service: "codebuild", Operation: "BatchGetProjects", do: p.get,
			Why: "moto keeps no update, and leaves out lastModified, projectsNotFound and the type of a variable that was set without one; " +
				"AWS says PLAINTEXT there",
		},
		{
			Always: true, Service: "codebuild", Operation: "UpdateProject", do: p.update,
			Why: "moto lacks it; what the call has replaces what the project has, the environment whole, and BatchGetProjects then shows it",
		},
	}
}

func (p *projects) key(x *Exchange, name string) string { return placeOf(x) + " " + name }

// found asks moto for projects, and shows each as it was updated since. It is nil where moto does not tell.
func (p *projects) found(x *Exchange, names []string) map[string]map[string]any {
	question, err := json.Marshal(map[string]any{"names": names})
	if err != nil {
		return nil
	}
	var answer struct {
		Projects []map[string]any `json:"projects"`
	}
	reply := x.ask("BatchGetProjects", string(question))
	if reply == nil || reply.Status != http.StatusOK || json.Unmarshal(reply.Body, &answer) != nil {
		return nil
	}
	all := map[string]map[string]any{}
	for _, project := range answer.Projects {
		name, _ := project["name"].(string)
		project["lastModified"] = project["created"]
		if u := p.updated[p.key(x, name)]; u != nil && u["created"] == project["created"] {
			project = u
		}
		typed(project)
		all[name] = project
	}
	return all
}

// typed says PLAINTEXT of variables that were set without a type.
func typed(project map[string]any) {
	environment, _ := project["environment"].(map[string]any)
	list, _ := environment["environmentVariables"].([]any)
	for _, v := range list {
		if variable, ok := v.(map[string]any); ok && variable["type"] == nil {
			variable["type"] = "PLAINTEXT"
		}
	}
}

func (p *projects) get(x *Exchange) *Reply {
	var asked struct {
		Names []string `json:"names"`
	}
	if err := json.Unmarshal(x.Body, &asked); err != nil || len(asked.Names) == 0 || len(asked.Names) > 100 {
		return x.Next() // moto refuses it, too
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.found(x, asked.Names)
	if all == nil {
		return x.Next()
	}
	found, missing := []any{}, []string{}
	for _, name := range asked.Names {
		if project, ok := all[name]; ok {
			found = append(found, project)
		} else {
			missing = append(missing, name)
		}
	}
	return jsonReply(x, map[string]any{"projects": found, "projectsNotFound": missing})
}

func (p *projects) update(x *Exchange) *Reply {
	var asked map[string]any
	if err := json.Unmarshal(x.Body, &asked); err != nil {
		return x.Refuse(http.StatusBadRequest, "SerializationException", err.Error())
	}
	name, _ := asked["name"].(string)
	p.mu.Lock()
	defer p.mu.Unlock()
	project, ok := p.found(x, []string{name})[name]
	if !ok {
		return x.Refuse(http.StatusBadRequest, "ResourceNotFoundException", "Project cannot be found: "+name)
	}
	maps.Copy(project, asked)
	project["lastModified"] = float64(time.Now().UnixMilli()) / 1000
	typed(project)
	p.updated[p.key(x, name)] = project
	return jsonReply(x, map[string]any{"project": project})
}
