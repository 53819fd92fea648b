package api

import (
	"bytes"
	"net/http"
	"strings"

	"jejak/internal/digest"
	"jejak/internal/fault"
	"jejak/internal/httpserve"
	"jejak/internal/mail"
)

// LeavePages serves /u/: where the link at the end of a mail leads. A look changes nothing, as programs open the links of mails too; a POST
// ends the mails, whoever sends it, as mail programs do it for people in one click (RFC 8058).
func (a *API) LeavePages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /u/{token}", func(w http.ResponseWriter, r *http.Request) { a.leavePage(w, r, false) })
	mux.HandleFunc("POST /u/{token}", func(w http.ResponseWriter, r *http.Request) { a.leavePage(w, r, true) })
	return mux
}

func (a *API) leavePage(w http.ResponseWriter, r *http.Request, act bool) {
	p := mail.Page{Language: strings.Join(accepted(r)[:min(len(accepted(r)), 1)], ""), State: mail.Asks}
	err := slower(a.surveys.looks.Take(a.o.ClientIP(r), a.o.Now()))
	if err == nil {
		p.Leaving, err = a.o.Mail.Leaver(r.PathValue("token"))
	}
	if err == nil {
		w, missing := a.o.Workspaces.Get(r.Context(), p.Leaving.Workspace)
		p.Brand, err = w.Name, missing
	}
	if err == nil && act {
		p.State, err = a.endMails(r, p.Leaving)
	}
	status := http.StatusOK
	if fault.Is(err, fault.NotFound) {
		p.State, p.Leaving.Kind, status, err = mail.Gone, mail.Survey, http.StatusNotFound, nil
	}
	var out bytes.Buffer
	if err == nil {
		err = p.Write(&out)
	}
	if err != nil {
		httpserve.WriteProblem(w, r, a.o.Log, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", mail.PagePolicy())
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes()) // the reader is gone where it fails
}

// endMails ends the mails that a link stands for, or takes that back.
func (a *API) endMails(r *http.Request, l mail.Leaving) (mail.PageState, error) {
	if a.o.ReadOnly {
		return mail.Asks, fault.New(fault.Unavailable, "Nothing can be kept right now: please try again later.")
	}
	switch {
	case l.Kind == mail.Digest:
		return mail.Done, a.o.Digests.Set(r.Context(), l.Workspace, l.User, digest.Off)
	case r.FormValue("do") == "back":
		return mail.Back, a.o.Mail.Accept(r.Context(), l.Workspace, l.Address)
	}
	return mail.Done, a.o.Mail.Refuse(r.Context(), l)
}
