package account

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// docs/permissions.md is what people are promised; the program must do the same in every cell.
func TestPermissionsAreAsDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	var roles []Role
	var documented []Permission
	for line := range strings.SplitSeq(string(text), "\n") {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if roles == nil {
			for _, c := range cells[2:] {
				roles = append(roles, Role(c))
			}
			continue
		}
		p := Permission(cells[0])
		documented = append(documented, p)
		if cells[1] == "" || len(cells) != len(roles)+2 {
			t.Errorf("the row of %s is not whole", p)
			continue
		}
		for i, cell := range cells[2:] {
			if cell != "" && cell != "✓" {
				t.Errorf("%s, %s: %q is neither ✓ nor empty", p, roles[i], cell)
			}
			if got := roles[i].Can(p); got != (cell == "✓") {
				t.Errorf("%s, %s: the program says %v, the table %v", p, roles[i], got, cell == "✓")
			}
		}
	}
	if !slices.Equal(roles, Roles()) {
		t.Errorf("the table's roles are %v, the program's %v", roles, Roles())
	}
	if !slices.Equal(documented, Permissions()) {
		t.Errorf("the table's permissions are %v, the program's %v", documented, Permissions())
	}
}

func TestUnknownRolesAndPermissionsAreNothing(t *testing.T) {
	t.Parallel()
	if Role("boss").Can(Ask) || Role("").Can(Ask) || Owner.Can("fly") || len(Role("boss").Permissions()) != 0 {
		t.Error("something unknown is allowed something")
	}
	for _, r := range Roles() {
		if !Owner.covers(r) || !r.covers(r) || !r.covers(Viewer) {
			t.Errorf("%s: the owner, the role itself and the viewer are out of order", r)
		}
	}
	if Admin.covers(Owner) || Viewer.covers(Finance) != slices.Equal(Viewer.Permissions(), Finance.Permissions()) {
		t.Error("covers is out of order")
	}
}
