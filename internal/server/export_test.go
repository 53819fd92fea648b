package server

import "context"

// MailRound mails the surveys that have become due, as the server does by itself every few seconds.
func (s *Server) MailRound(ctx context.Context) (int, error) { return s.post.postman.Round(ctx) }
