package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"jejak/internal/account"
	"jejak/internal/digest"
	"jejak/internal/event"
	"jejak/internal/identity"
	"jejak/internal/mail"
	"jejak/internal/maps"
	"jejak/internal/voice/survey"
)

// post is all that goes out by mail.
type post struct {
	box     *mail.Outbox
	choices *digest.Store
	postman *survey.Postman
	digests *digest.Sender
	now     func() time.Time
}

// openMail readies the outbox; without a mail server in the settings it queues nothing.
func (s *Server) openMail(ctx context.Context, o Options) error {
	key, err := s.Folder.key()
	if err != nil {
		return err
	}
	options := mail.Options{From: s.config.MailFrom, Rate: s.config.MailRate, Key: key, Now: o.Now, Logger: s.Log}
	if to := s.config.MailServer; to != nil {
		options.Server = &mail.Server{Host: to.Host, Port: to.Port, User: to.User, Password: to.Password, Security: mail.Security(to.TLS)}
	}
	if u := s.config.PublicURL; u != nil {
		options.Root = u.String()
	}
	s.post = &post{now: o.Now}
	if s.post.box, err = mail.OpenOutbox(ctx, s.Folder.Control, options); err != nil {
		return err
	}
	s.post.choices, err = digest.Open(ctx, s.Folder.Control, o.Now)
	return err
}

// brand is what a workspace is called.
func (f *Folder) brand(ctx context.Context, ws event.Workspace) (string, error) {
	w, err := f.Workspaces.Get(ctx, ws)
	return w.Name, err
}

// startMail begins what is mailed by itself.
func (s *Server) startMail() error {
	reader := identity.NewReader(s.Folder.Events.Identity())
	s.post.postman = survey.NewPostman(s.surveys, s.Folder.feed(), survey.PostmanOptions{
		Logger: s.Log,
		Person: func(ws event.Workspace, subject event.Subject) (event.Person, error) {
			p, _, err := reader.PersonOfSubject(ws, subject)
			return p, err
		},
	})
	s.post.digests = digest.NewSender(s.post.choices, s.post.box, digest.Options{
		Reader: s.Folder.digestReader, News: s.Folder.news, Now: s.post.now, Logger: s.Log,
	})
	s.post.digests.Start()
	s.post.box.Start()
	return s.post.postman.Start()
}

// closeMail ends it; what waits is sent after the next start.
func (s *Server) closeMail(ctx context.Context) error {
	if s.post == nil || s.post.postman == nil {
		return nil
	}
	return errors.Join(s.post.postman.Stop(ctx), s.post.digests.Stop(ctx), s.post.box.Stop(ctx))
}

// digestReader is who gets a digest.
func (f *Folder) digestReader(ctx context.Context, ws event.Workspace, user int64) (r digest.Reader, ok bool, err error) {
	u, ok, err := f.Accounts.Recipient(ctx, ws, account.UserID(user))
	if err != nil || !ok {
		return r, false, err
	}
	w, err := f.Workspaces.Get(ctx, ws)
	if err != nil {
		return r, false, err
	}
	place, err := f.Workspaces.Place(ctx, ws)
	r = digest.Reader{Email: u.Email, Name: u.Name, Language: mail.Best(cmp.Or(u.Locale, w.Settings.Locale)), Zone: place.Zone, Brand: w.Name}
	return r, err == nil, err
}

// mostAlerts is how many of the latest alerts a digest looks through.
const mostAlerts = 50

// news is what concerns a user, as the bell of the app tells it.
func (f *Folder) news(ctx context.Context, ws event.Workspace, user int64, r digest.Reader) (all []digest.News, err error) {
	notices, err := f.Maps.Notices(ctx, ws, maps.Author{Actor: fmt.Sprintf("user:%d", user), User: user, Name: r.Name}, r.Zone)
	for _, n := range notices {
		view := "tasks"
		switch n.Kind {
		case maps.NoticeMention, maps.NoticeReply:
			view = "comments"
		case maps.NoticeChange:
			view = "history"
		case maps.NoticeTask, maps.NoticeDue, maps.NoticeDone:
		}
		query := url.Values{"view": {view}}
		if view != "history" && n.Thing != "" {
			query.Set("card", n.Thing)
		}
		all = append(all, digest.News{
			Title: mail.Word(r.Language, "digest."+string(n.Kind), "by", n.By, "n", strconv.Itoa(n.Count)) + " · " + n.MapName,
			Text:  n.Text, Path: fmt.Sprintf("/w/%d/maps/%s?%s", ws, url.PathEscape(n.Map), query.Encode()), At: n.At,
		})
	}
	if err != nil {
		return nil, err
	}
	alerts, err := f.Alerts.List(ctx, ws, mostAlerts)
	for _, a := range alerts {
		all = append(all, digest.News{
			Title: mail.Word(r.Language, "digest.alert", "brand", a.Name), Path: fmt.Sprintf("/w/%d/voice?view=listening", ws), At: a.Made,
		})
	}
	slices.SortStableFunc(all, func(a, b digest.News) int { return cmp.Compare(b.At, a.At) })
	return all, err
}
