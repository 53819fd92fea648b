package api

import (
	"encoding/json"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

func jsonFormat() huma.Format {
	return huma.Format{Marshal: encode, Unmarshal: json.Unmarshal}
}

// encode writes v as JSON. Lists and maps that are nil become empty ones, so that a reader never meets null where the
// description promises a list.
func encode(w io.Writer, v any) error {
	rv := reflect.ValueOf(v)
	if rv.Kind() == reflect.Struct {
		p := reflect.New(rv.Type())
		p.Elem().Set(rv)
		rv = p
	}
	fillNil(rv)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if rv.IsValid() && rv.Kind() == reflect.Pointer {
		return enc.Encode(rv.Interface())
	}
	return enc.Encode(v)
}

func fillNil(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillNil(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fillNil(f)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return // bytes and raw JSON
		}
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
			return
		}
		if holdsLists(v.Type().Elem()) {
			for i := range v.Len() {
				fillNil(v.Index(i))
			}
		}
	case reflect.Map:
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeMap(v.Type()))
		}
	default:
	}
}

// holdsLists spares long lists of numbers and texts the walk.
func holdsLists(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Struct, reflect.Slice, reflect.Map:
		return true
	default:
		return false
	}
}
