package account

import "slices"

// Role is what somebody is in a workspace.
type Role string

// The roles.
const (
	Owner     Role = "owner"
	Admin     Role = "admin"
	Marketer  Role = "marketer"
	Designer  Role = "designer"
	Developer Role = "developer"
	Support   Role = "support"
	Finance   Role = "finance"
	Viewer    Role = "viewer"
)

// Roles are all roles, the strongest first.
func Roles() []Role {
	return []Role{Owner, Admin, Marketer, Designer, Developer, Support, Finance, Viewer}
}

// Permission is something that a role may do in a workspace. docs/permissions.md tells what each one opens.
type Permission string

// The permissions.
const (
	WorkspaceCreate  Permission = "workspace.create"
	WorkspaceRead    Permission = "workspace.read"
	WorkspaceManage  Permission = "workspace.manage"
	MembersRead      Permission = "members.read"
	MembersManage    Permission = "members.manage"
	TokensManage     Permission = "tokens.manage"
	SourcesRead      Permission = "sources.read"
	SourcesKeys      Permission = "sources.keys"
	SourcesManage    Permission = "sources.manage"
	SourcesLive      Permission = "sources.live"
	LedgerRead       Permission = "ledger.read"
	QuarantineRead   Permission = "quarantine.read"
	QuarantineReplay Permission = "quarantine.replay"
	Ask              Permission = "ask"
	PeopleRead       Permission = "people.read"
	PeopleContact    Permission = "people.contact"
	IdentityRevoke   Permission = "identity.revoke"
	IdentityReview   Permission = "identity.review"
	ModelRead        Permission = "model.read"
	ModelEdit        Permission = "model.edit"
	SegmentsEdit     Permission = "segments.edit"
	SurveysEdit      Permission = "surveys.edit"
	VoiceEdit        Permission = "voice.edit"
	DashboardsEdit   Permission = "dashboards.edit"
	MapsComment      Permission = "maps.comment"
	AuditRead        Permission = "audit.read"
)

// grants is who may do what: one row for each permission. docs/permissions.md shows the same table, and a test compares
// them cell by cell.
func grants(p Permission) []Role {
	switch p {
	case WorkspaceCreate:
		return []Role{Owner}
	case WorkspaceManage, MembersManage, AuditRead:
		return []Role{Owner, Admin}
	case WorkspaceRead, MembersRead, SourcesRead, LedgerRead, Ask, ModelRead:
		return Roles()
	case TokensManage, SourcesKeys, SourcesManage, SourcesLive, QuarantineRead, QuarantineReplay:
		return []Role{Owner, Admin, Developer}
	case PeopleRead:
		return []Role{Owner, Admin, Marketer, Designer, Developer, Support}
	case PeopleContact:
		return []Role{Owner, Admin, Marketer, Support}
	case IdentityRevoke, IdentityReview:
		return []Role{Owner, Admin, Support}
	case DashboardsEdit, MapsComment:
		return []Role{Owner, Admin, Marketer, Designer, Developer, Support, Finance}
	case VoiceEdit:
		return []Role{Owner, Admin, Marketer, Designer, Support}
	case ModelEdit, SegmentsEdit, SurveysEdit:
		return []Role{Owner, Admin, Marketer, Designer}
	}
	return nil
}

// Permissions are all permissions, in the order of the documentation.
func Permissions() []Permission {
	return []Permission{
		WorkspaceCreate, WorkspaceRead, WorkspaceManage, MembersRead, MembersManage, TokensManage,
		SourcesRead, SourcesKeys, SourcesManage, SourcesLive, LedgerRead, QuarantineRead, QuarantineReplay,
		Ask, PeopleRead, PeopleContact, IdentityRevoke, IdentityReview, ModelRead, ModelEdit,
		SegmentsEdit, SurveysEdit, VoiceEdit, DashboardsEdit, MapsComment, AuditRead,
	}
}

// Can reports whether the role has the permission.
func (r Role) Can(p Permission) bool { return slices.Contains(grants(p), r) }

// Permissions are what the role may do.
func (r Role) Permissions() []Permission {
	all := []Permission{}
	for _, p := range Permissions() {
		if r.Can(p) {
			all = append(all, p)
		}
	}
	return all
}

// covers reports whether the role may do all that another one may: nobody hands out more than they have.
func (r Role) covers(other Role) bool {
	for _, p := range other.Permissions() {
		if !r.Can(p) {
			return false
		}
	}
	return true
}

func (r Role) known() bool { return slices.Contains(Roles(), r) }
