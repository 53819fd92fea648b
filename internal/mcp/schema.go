package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"jejak/client"
)

const refPrefix = "#/components/schemas/"

// questionSchema takes the description of a question out of the OpenAPI document, as a JSON schema that stands alone.
func questionSchema(spec []byte) (json.RawMessage, error) {
	var doc struct {
		Components struct {
			Schemas map[string]map[string]any `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(spec, &doc); err != nil {
		return nil, fmt.Errorf("the description of the API: %w", err)
	}
	root := doc.Components.Schemas["Question"]
	if root == nil {
		return nil, fmt.Errorf("the description of the API has no question")
	}
	defs := map[string]any{}
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if name, ok := strings.CutPrefix(text(v["$ref"]), refPrefix); ok {
				v["$ref"] = "#/$defs/" + name
				if _, seen := defs[name]; !seen {
					defs[name] = doc.Components.Schemas[name]
					collect(doc.Components.Schemas[name])
				}
			}
			for _, one := range v {
				collect(one)
			}
		case []any:
			for _, one := range v {
				collect(one)
			}
		}
	}
	collect(root)
	out := map[string]any{"$defs": defs}
	for k, v := range root {
		out[k] = v
	}
	return json.Marshal(out)
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// readQuestion reads a question, and refuses what a question does not have: a misspelt part would be passed over.
func readQuestion(raw json.RawMessage) (q client.Question, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return q, fmt.Errorf("this is no question as the schema of ask describes it: %w", err)
	}
	return q, nil
}

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}
