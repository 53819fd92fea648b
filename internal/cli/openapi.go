package cli

import "jejak/internal/api"

type openapiCmd struct{}

// Run prints the document without starting anything: the web client is generated from it.
func (openapiCmd) Run(env *Env) error {
	a, err := api.New(api.Options{})
	if err != nil {
		return err
	}
	_, err = env.Out.Write(a.Spec())
	return err
}
