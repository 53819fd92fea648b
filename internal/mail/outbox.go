package mail

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/mail"
	"strconv"
	"strings"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
)

//go:embed mail.sql
var statementFile string

// Kind is what a mail is about.
type Kind string

// The kinds. Only surveys are kept from those who want none: a team asks for the others itself.
const (
	Survey     Kind = "survey"
	Digest     Kind = "digest"
	Invitation Kind = "invitation"
	Trial      Kind = "trial" // to whoever wrote it, to look at
)

// Draft is a mail to be sent.
type Draft struct {
	Workspace event.Workspace
	Occasion  string // of each, one mail is sent and never another: the same one again changes nothing
	Kind      Kind
	About     string // such as the id of a survey
	Reference string // that the sender knows it by
	Batch     string // what it is sent along with; may be empty
	Letter    Letter
}

// Mail is one of the outbox.
type Mail struct {
	ID        int64
	Workspace event.Workspace
	Occasion  string
	Kind      Kind
	About     string
	Reference string
	Batch     string
	Address   string
	State     State
	Reason    string // why it waits or was given up
	Attempts  int
	Due       event.Time // when it is tried; of one that was sent, when that was
	Created   event.Time
	Changed   event.Time
}

// Tally is how many mails are in each state.
type Tally struct {
	Queued int `json:"queued"`
	Sent   int `json:"sent" doc:"taken by the mail server"`
	Failed int `json:"failed"`
}

// Options are what an Outbox stands on.
type Options struct {
	Server *Server // nil: nothing is queued or sent
	From   mail.Address
	Root   string // where people reach Jejak, such as https://jejak.example.com
	Rate   int    // mails a minute; 0 is no limit
	Key    seal.Key
	Now    func() time.Time
	Logger *slog.Logger
}

// Outbox keeps mails until the server has taken them. Between Start and Stop it sends; everything else works always.
type Outbox struct {
	db         *sqldb.DB
	statements sqldb.Statements
	o          Options
	told       map[Kind]func(Mail) sqldb.Step
	quiet      map[Kind]Quiet
	woken      chan struct{}

	mu      sync.Mutex
	trouble string // why the server is not reached; "" while it is
	later   time.Time
	tries   int
	stop    context.CancelFunc // nil while stopped
	done    chan struct{}
}

// OpenOutbox readies the outbox.
func OpenOutbox(ctx context.Context, db *sqldb.DB, o Options) (*Outbox, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	b := &Outbox{
		db: db, statements: sqldb.ParseStatements(statementFile), o: o, told: map[Kind]func(Mail) sqldb.Step{},
		quiet: map[Kind]Quiet{}, woken: make(chan struct{}, 1),
	}
	return b, db.Check(ctx, b.statements)
}

// Ready reports whether a mail server is set.
func (b *Outbox) Ready() bool { return b.o.Server != nil }

// From is whom mail comes from; "" without a mail server.
func (b *Outbox) From() string {
	if !b.Ready() {
		return ""
	}
	return b.o.From.String()
}

// Root is where people reach Jejak; "" without a mail server.
func (b *Outbox) Root() string { return b.o.Root }

// OnSent has a step join the transaction that marks a mail of a kind as sent. It is set before Start.
func (b *Outbox) OnSent(kind Kind, step func(Mail) sqldb.Step) { b.told[kind] = step }

// Quiet says until when a mail to somebody who lives in a zone waits; 0 where it may go out now.
type Quiet func(ctx context.Context, ws event.Workspace, zone string) (event.Time, error)

// OnDue has mails of a kind wait while it is quiet where they go: a rate may bring a mail's turn hours after it was queued. It is set
// before Start.
func (b *Outbox) OnDue(kind Kind, quiet Quiet) { b.quiet[kind] = quiet }

// errOff says that nothing can be mailed.
func errOff() error {
	return fault.Coded(fault.New(fault.Conflict, "No mail server is set: start Jejak with --mail-url and --mail-from."), "no_mail_server")
}

// sealedFor binds what is sealed to what it is for.
const sealedFor = "mail letter"

// Queue is a step that puts a mail into the outbox. One of the same occasion is left as it is, whatever has become of it.
// Faults: Invalid (the address), Conflict (no mail server).
func (b *Outbox) Queue(d Draft) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		if !b.Ready() {
			return errOff()
		}
		address, err := Address(d.Letter.To)
		if err != nil {
			return err
		}
		d.Letter.To = address
		there, err := b.Knows(ctx, tx.Read(), d.Workspace, d.Occasion)
		if err != nil || there {
			return err
		}
		text, err := json.Marshal(d.Letter)
		if err != nil {
			return err
		}
		sealed, err := b.o.Key.Seal(text, sealedFor)
		if err != nil {
			return err
		}
		id, err := tx.Next(ctx, "mail")
		if err != nil {
			return err
		}
		now := event.TimeOf(b.o.Now())
		_, err = tx.Exec(ctx, b.statements.Get("insert"), id, d.Workspace, d.Occasion, d.Kind, d.About, d.Reference, d.Batch, address, sealed, Queued, "", now, now, now)
		tx.AfterCommit(b.wake)
		return err
	}
}

// Put is Queue in a transaction of its own.
func (b *Outbox) Put(ctx context.Context, d Draft) error {
	return b.db.Write(ctx, func(tx *sqldb.WriteTx) error { return tx.Run(ctx, b.Queue(d)) })
}

func (b *Outbox) wake() {
	select {
	case b.woken <- struct{}{}:
	default: // it is woken already
	}
}

type outboxRow struct {
	Mail
	letter string
}

func scanMail(row sqldb.Scanner) (m outboxRow, err error) {
	return m, row.Scan(&m.ID, &m.Workspace, &m.Occasion, &m.Kind, &m.About, &m.Reference, &m.Batch, &m.Address, &m.State, &m.Reason, &m.Attempts, &m.Due,
		&m.Created, &m.Changed, &m.letter)
}

// List is a page of the mails of a kind about something, the latest first; of one state where it is not empty.
func (b *Outbox) List(ctx context.Context, ws event.Workspace, kind Kind, about string, state State, offset, limit int) (all []Mail, err error) {
	err = b.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		rows, err := sqldb.All(ctx, tx, scanMail, b.statements.Get("list"), ws, kind, about, state, state, limit, offset)
		for _, row := range rows {
			all = append(all, row.Mail)
		}
		return err
	})
	return all, err
}

// Counts counts the mails of a kind about something.
func (b *Outbox) Counts(ctx context.Context, ws event.Workspace, kind Kind, about string) (c Tally, err error) {
	err = b.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (_ struct{}, err error) {
			var state State
			var n int
			if err := row.Scan(&state, &n); err != nil {
				return struct{}{}, err
			}
			switch state {
			case Queued:
				c.Queued = n
			case Sent:
				c.Sent = n
			case Failed:
				c.Failed = n
			}
			return struct{}{}, nil
		}, b.statements.Get("counts"), ws, kind, about)
		return err
	})
	return c, err
}

// Knows reports whether an occasion has had its mail.
func (b *Outbox) Knows(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, occasion string) (bool, error) {
	_, there, err := sqldb.One(ctx, tx, sqldb.Into[int64], b.statements.Get("there"), ws, occasion)
	return there, err
}

// Waiting is since when mails of a kind wait for an address, by what they are about.
func (b *Outbox) Waiting(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, kind Kind, address string) (map[string]event.Time, error) {
	all := map[string]event.Time{}
	_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (_ struct{}, err error) {
		var about string
		var at event.Time
		err = row.Scan(&about, &at)
		all[about] = max(all[about], at)
		return struct{}{}, err
	}, b.statements.Get("waiting"), ws, strings.ToLower(address), kind)
	return all, err
}

// Withdraw is a step that gives up what waits of a kind about something.
func (b *Outbox) Withdraw(ws event.Workspace, kind Kind, about, reason string) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, b.statements.Get("withdraw"), reason, event.TimeOf(b.o.Now()), ws, kind, about)
		return err
	}
}

// Trouble says why the mail server is not reached, "" while it is.
func (b *Outbox) Trouble() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.trouble
}

// Start sends in the background. A started Outbox is left alone, and so is one without a server.
func (b *Outbox) Start() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stop != nil || !b.Ready() {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	b.stop, b.done = stop, make(chan struct{})
	go b.run(ctx, b.done)
}

// Stop ends the sending after the mail at hand; what waits is sent after the next Start. A stopped Outbox is left alone.
func (b *Outbox) Stop(ctx context.Context) error {
	b.mu.Lock()
	stop, done := b.stop, b.done
	b.mu.Unlock()
	if stop == nil {
		return nil
	}
	stop()
	select {
	case <-done:
	case <-ctx.Done():
		return ctx.Err()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stop = nil
	return nil
}

// look is how often the outbox is looked through where nothing wakes it.
const look = 10 * time.Second

func (b *Outbox) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for {
		if _, err := b.Deliver(ctx); err != nil && ctx.Err() == nil {
			b.o.Logger.Warn("mail waits", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-b.woken:
		}
	}
}

// Deliver sends what is due, as far as the rate allows, and returns how many the server took. It is not called concurrently.
// Its error is the server's trouble.
func (b *Outbox) Deliver(ctx context.Context) (sent int, err error) {
	if !b.Ready() || b.resting() {
		return 0, nil
	}
	way, err := newSending(*b.o.Server)
	if err != nil {
		return 0, err
	}
	defer way.close()
	for ctx.Err() == nil {
		row, ok, err := b.next(ctx)
		if err != nil || !ok {
			return sent, err
		}
		if err := way.connect(ctx); err != nil {
			if ctx.Err() == nil {
				b.rest(err)
			}
			return sent, fmt.Errorf("the mail server: %w", err)
		}
		b.reached()
		got, err := b.hand(ctx, way, row)
		if err != nil {
			return sent, err
		}
		if got.sent {
			sent++
		}
	}
	return sent, nil
}

// next is the mail to send now; ok is false where there is none, or the rate is spent.
func (b *Outbox) next(ctx context.Context) (m outboxRow, ok bool, err error) {
	now := b.o.Now()
	err = b.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if b.o.Rate > 0 {
			n, _, err := sqldb.One(ctx, tx, sqldb.Into[int], b.statements.Get("sentSince"), event.TimeOf(now.Add(-time.Minute)))
			if err != nil || n >= b.o.Rate {
				return err
			}
		}
		for _, name := range []string{"dueFirst", "due"} { // surveys may be many
			if m, ok, err = sqldb.One(ctx, tx, scanMail, b.statements.Get(name), event.TimeOf(now)); err != nil || ok {
				return err
			}
		}
		return nil
	})
	return m, ok, err
}

// hand gives one mail to the server and keeps what it said, at once: between the two lies all that can make a mail go out twice.
func (b *Outbox) hand(ctx context.Context, way *sending, row outboxRow) (got outcome, err error) {
	text, err := b.o.Key.Open(row.letter, sealedFor)
	var l Letter
	if err == nil {
		err = json.Unmarshal(text, &l)
	}
	if err != nil {
		got = outcome{reason: "it cannot be read with the key of this data folder"}
		return got, b.mark(ctx, row, got)
	}
	if held, err := b.hold(ctx, row, l.Zone); held || err != nil {
		return got, err
	}
	id := messageID(strconv.FormatInt(row.ID, 10), row.Occasion, b.o.From.Address)
	m, err := l.message(b.o.From, id, strings.HasPrefix(b.o.Root, "https://"))
	if err != nil {
		got = outcome{reason: "it cannot be written as a mail"}
		return got, b.mark(ctx, row, got)
	}
	got = way.send(m)
	return got, b.mark(context.WithoutCancel(ctx), row, got)
}

// ReasonQuiet is why a mail waits that would come in quiet hours.
const ReasonQuiet = "quiet_hours"

// hold puts a mail off while it is quiet where it goes.
func (b *Outbox) hold(ctx context.Context, row outboxRow, zone string) (held bool, err error) {
	quiet := b.quiet[row.Kind]
	if quiet == nil {
		return false, nil
	}
	until, err := quiet(ctx, row.Workspace, zone)
	if err != nil || until <= event.TimeOf(b.o.Now()) {
		return false, err
	}
	return true, b.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, b.statements.Get("hold"), ReasonQuiet, until, event.TimeOf(b.o.Now()), row.ID)
		return err
	})
}

// waits are how long a mail rests after each try that failed for now. After the last one it is given up, some two days later.
func waits() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}
}

func (b *Outbox) mark(ctx context.Context, row outboxRow, got outcome) error {
	now := b.o.Now()
	m := row.Mail
	m.Attempts++
	m.State, m.Reason, m.Due, m.Changed = Failed, got.reason, 0, event.TimeOf(now)
	letter := ""
	switch {
	case got.sent:
		m.State, m.Reason, m.Due = Sent, "", m.Changed
	case got.again && m.Attempts <= len(waits()):
		m.State, m.Due, letter = Queued, event.TimeOf(now.Add(waits()[m.Attempts-1])), row.letter
	}
	err := b.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, b.statements.Get("mark"), m.State, m.Reason, m.Attempts, m.Due, m.Changed, letter, m.ID)
		if err != nil || n == 0 {
			return err
		}
		if got.nobody {
			if _, err := tx.Exec(ctx, b.statements.Get("refuse"), m.Workspace, m.Address, Bounced, m.Changed, m.Batch, m.Reference); err != nil {
				return err
			}
		}
		if step := b.told[m.Kind]; got.sent && step != nil {
			return tx.Run(ctx, step(m))
		}
		return nil
	})
	b.o.Logger.Info("mail", "id", m.ID, "workspace", m.Workspace, "kind", m.Kind, "state", m.State, "attempts", m.Attempts)
	return err
}

// resting reports whether the server was in trouble so lately that it is left alone.
func (b *Outbox) resting() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.o.Now().Before(b.later)
}

func (b *Outbox) rest(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trouble = line(b.withoutSecrets(err.Error()), maxReason)
	b.later = b.o.Now().Add(min(10*time.Second<<min(b.tries, 10), 10*time.Minute))
	b.tries++
}

// withoutSecrets guards against a server that repeats what it was told.
func (b *Outbox) withoutSecrets(text string) string {
	if s := b.o.Server; s.Password != "" {
		text = strings.ReplaceAll(text, s.Password, "…")
	}
	return text
}

func (b *Outbox) reached() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trouble, b.later, b.tries = "", time.Time{}, 0
}
