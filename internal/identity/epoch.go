package identity

import (
	"hash/maphash"
	"slices"

	"jejak/internal/event"
)

// fingerprint stands for a string for use in memory: short, without pointers, and not to be guessed by a sender.
type fingerprint [2]uint64

func (r *Resolver) print(s string) fingerprint {
	return fingerprint{maphash.String(r.seeds[0], s), maphash.String(r.seeds[1], s)}
}

type deviceKey struct {
	ws        event.Workspace
	anonymous fingerprint
}

// device is an epochRecord in memory.
type device struct {
	user    fingerprint
	current uint32
	next    uint32
	bound   bool
}

// enter leaves in r.epochs the epoch of each anonymous id, after the event has had its say: where a device carries
// another user than the present epoch is bound to, it enters that user's epoch, or a new one. Nothing but the row of
// events counts here, so links and revocations never change it.
func (r *Resolver) enter(tx Tx, ws event.Workspace, ids []event.ID) error {
	r.epochs, r.fresh = r.epochs[:0], r.fresh[:0]
	users := idsOf(ids, event.UserID)
	for _, id := range ids {
		if id.Type != event.AnonymousID {
			continue
		}
		d, err := r.device(tx, ws, id.Value)
		if err != nil {
			return err
		}
		if len(users) > 0 && !slices.ContainsFunc(users, func(u event.ID) bool { return d.bound && r.print(u.Value) == d.user }) {
			if err := r.switchUser(tx, ws, id.Value, d, users); err != nil {
				return err
			}
		}
		r.epochs = append(r.epochs, d.current)
	}
	return nil
}

// idsOf is the run of ids of a type in sorted ids.
func idsOf(ids []event.ID, t event.IDType) []event.ID {
	for i := range ids {
		if ids[i].Type == t {
			end := i + 1
			for end < len(ids) && ids[end].Type == t {
				end++
			}
			return ids[i:end]
		}
	}
	return nil
}

// device returns where an anonymous id stands, to be changed in place.
func (r *Resolver) device(tx Tx, ws event.Workspace, anonymous string) (*device, error) {
	k := deviceKey{ws, r.print(anonymous)}
	if d := r.devices.get(k); d != nil {
		return d, nil
	}
	d := device{next: 1} // no user was seen on it yet
	// Its first epoch says whether it was seen at all. If not, and that is the rule here, three look-ups are spared.
	_, seen, err := personOfNode(tx, ws, node{ID: event.ID{Type: event.AnonymousID, Value: anonymous}})
	if err != nil {
		return nil, err
	}
	if !seen {
		r.fresh = append(r.fresh, anonymous)
		return r.devices.put(k, d), nil
	}
	r.key = keyEpoch(r.key, ws, anonymous)
	value, ok, err := tx.Get(r.key)
	if err != nil {
		return nil, err
	}
	if ok {
		e, err := decodeEpoch(value)
		if err != nil {
			return nil, err
		}
		d = device{current: e.current, next: e.next, user: r.print(e.user), bound: true}
	}
	return r.devices.put(k, d), nil
}

// switchUser puts the device into the epoch of the first of users that it knows, else into a new one bound to users[0].
// An epoch that has no user yet is bound instead: what was done before the sign-in belongs to who signed in.
func (r *Resolver) switchUser(tx Tx, ws event.Workspace, anonymous string, d *device, users []event.ID) error {
	user, epoch, known := users[0].Value, uint32(0), false
	if d.bound {
		epoch = d.next
		for _, u := range users {
			r.key = keyBound(r.key, ws, anonymous, u.Value)
			value, ok, err := tx.Get(r.key)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			if epoch, err = decodeBound(value); err != nil {
				return err
			}
			user, known = u.Value, true
			break
		}
	}
	now := device{current: epoch, next: d.next, user: r.print(user), bound: true}
	if !known {
		now.next = epoch + 1
		r.key = keyBound(r.key, ws, anonymous, user)
		if err := tx.Set(r.key, encodeBound(epoch)); err != nil {
			return err
		}
	}
	r.key = keyEpoch(r.key, ws, anonymous)
	record := epochRecord{now.current, now.next, user}
	if err := tx.Set(r.key, record.encode()); err != nil {
		return err
	}
	*d = now
	return nil
}
