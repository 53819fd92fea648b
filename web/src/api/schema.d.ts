// Made by npm run generate from openapi.json.
export interface paths {
    "/api/v1/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A backup of everything, as a tar file, while Jejak goes on
         * @description For owners of every workspace, because it holds them all. 'jejak backup' calls this, and 'jejak restore' takes what it answers.
         */
        get: operations["downloadBackup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/help/{slug}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the help page of a brand
         * @description A question that no article answers is noted; with an id, what was asked goes on the person's timeline.
         */
        post: operations["answerHelp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/help/{slug}/articles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a published article; it is counted as read */
        get: operations["readHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/help/{slug}/articles/{id}/said": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say whether an article helped */
        post: operations["sayHelp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/listen/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send mentions to a webhook, signed as Standard Webhooks are
         * @description The body is a mention, or {"mentions": […]}. The same mention is stored once, however often it is sent.
         */
        post: operations["deliverMentions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/reviews/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reviews of a product whose authors agreed, as schema.org markup */
        get: operations["getPublicReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/surveys/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The survey to show to a visitor now; 204 where there is none */
        post: operations["nextSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/surveys/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The survey of a link or a widget, with what was answered so far; 410 once a single response is finished */
        get: operations["getPublicSurvey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/surveys/{token}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer questions */
        post: operations["answerSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/surveys/{token}/dismissed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody has put the survey away */
        post: operations["dismissSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/surveys/{token}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The survey has come before somebody's eyes */
        post: operations["seeSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what they may do */
        get: operations["getSession"];
        put?: never;
        /** Sign in */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one's own second factor stands */
        get: operations["getSecondFactor"];
        /** Turn it on with a first code; other sessions end */
        put: operations["confirmSecondFactor"];
        /** Begin with a second factor: a seed for an authenticator app (RFC 6238) */
        post: operations["beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second-factor/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn it off */
        post: operations["endSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change one's own name, language or password */
        patch: operations["changeProfile"];
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** First run: the owner and the first workspace; signs in */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shared/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The map of a link; 401 where it asks for a password */
        get: operations["getShared"];
        put?: never;
        /** The map of a link that asks for a password */
        post: operations["openShared"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shared/{token}/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of the map of a link */
        get: operations["getSharedImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspaces that one is a member of */
        get: operations["listWorkspaces"];
        put?: never;
        /** Make a workspace; owners of one may */
        post: operations["createWorkspace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workspace */
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change its name, zone or currency */
        patch: operations["changeWorkspace"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the team did to what it shares, newest first */
        get: operations["listActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a question about the journeys of the workspace
         * @description The one of trend, funnel, paths, retention, stages and people that kind names is given.
         */
        post: operations["ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The channels of the workspace */
        get: operations["listChannels"];
        put?: never;
        /** Add a channel of one's own */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a channel of one's own off the list; its events keep it */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where mentions come from, and how each fares */
        get: operations["listConnections"];
        put?: never;
        /** Make a connection; what is secret of it is shown this once */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["getConnection"];
        /** Change a connection */
        put: operations["putConnection"];
        post?: never;
        /** Delete a connection; its mentions stay */
        delete: operations["deleteConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/connections/{id}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch from a connection at once */
        post: operations["fetchConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/connections/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a connection rest, or go on */
        post: operations["pauseConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/connections/{id}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand a file to a connection: reviews of an app store in CSV */
        post: operations["uploadToConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/dashboards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dashboards */
        get: operations["listDashboards"];
        put?: never;
        /** Make a dashboard */
        post: operations["createDashboard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/dashboards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One dashboard */
        get: operations["getDashboard"];
        /** Change a dashboard */
        put: operations["changeDashboard"];
        post?: never;
        /** Delete a dashboard; its saved questions stay */
        delete: operations["deleteDashboard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often you are mailed what concerns you */
        get: operations["getDigest"];
        /** Be mailed what concerns you: never, daily or weekly */
        put: operations["setDigest"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Articles, how they are used, and what none of them answered */
        get: operations["getHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/articles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write an article */
        post: operations["createArticle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/articles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One article */
        get: operations["getArticle"];
        /** Change an article; every version is kept */
        put: operations["changeArticle"];
        post?: never;
        /** Delete an article with its versions */
        delete: operations["deleteArticle"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/articles/{id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How two versions of an article differ */
        get: operations["compareArticle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/articles/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring the texts of a version back as a new one: nothing is lost */
        post: operations["restoreArticle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/articles/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions of an article */
        get: operations["articleVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Markdown as readers see it */
        post: operations["previewHelp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/questions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say whether a question without an answer is seen to */
        put: operations["settleHelpQuestion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find the articles that answer a question; nothing is counted */
        post: operations["searchHelp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/help/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the public help page */
        put: operations["setHelpSite"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/identity-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules by which ids make people */
        get: operations["getIdentityRules"];
        /** Change them, from the next event on; people of the past stay as they are */
        put: operations["setIdentityRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/identity-rules/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What other rules would have made of the past; changes nothing */
        post: operations["tryIdentityRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of every event: received = stored + duplicate + rejected */
        get: operations["getLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/links/{link}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a wrong link back; past and future repair themselves */
        post: operations["revokeLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much comes in, each second (server-sent events)
         * @description Each message's data is one object. Lines that begin with a colon are heartbeats.
         */
        get: operations["watchWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maps */
        get: operations["listMaps"];
        put?: never;
        /** Make a map, empty or of a template */
        post: operations["createMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Maps to begin with */
        get: operations["listMapTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/touchpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which maps each touchpoint is on */
        get: operations["listTouchpointUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A map, at its last revision or another one */
        get: operations["getMap"];
        put?: never;
        post?: never;
        /** Delete a map with its history, comments, tasks, links and images */
        delete: operations["deleteMap"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The changes after a revision */
        get: operations["listMapChanges"];
        put?: never;
        /** Change a map; what others changed meanwhile is merged with it */
        post: operations["changeMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What people say about a map */
        get: operations["listMapComments"];
        put?: never;
        /** Say something about a thing of a map */
        post: operations["createMapComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/comments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a comment of one's own; who may edit maps may delete any */
        delete: operations["deleteMapComment"];
        options?: never;
        head?: never;
        /** Change or resolve a comment */
        patch: operations["changeMapComment"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How two revisions differ */
        get: operations["compareMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the map of the other state beside this one */
        post: operations["copyMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A map as a file */
        get: operations["exportMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pictures of a map */
        get: operations["listMapImages"];
        put?: never;
        /** Add a picture to a map */
        post: operations["createMapImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture */
        get: operations["getMapImage"];
        put?: never;
        post?: never;
        /** Delete a picture */
        delete: operations["deleteMapImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the sheet of a file in the place of the map's, as a new change */
        post: operations["importMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes and who is there, as they happen, after those since a revision
         * @description Each message's data is one object. Lines that begin with a colon are heartbeats.
         */
        get: operations["watchMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/overlay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the data says of each step and card of a map
         * @description Every figure names the question whose answer it is from and the cell of its people, so that the same is to be had from ask.
         */
        post: operations["overlayMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody is here */
        post: operations["announcePresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a revision back as a new change: nothing is erased */
        post: operations["restoreMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of a map */
        get: operations["listMapRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The links to a map that are open */
        get: operations["listMapShares"];
        put?: never;
        /** Open a link by which anybody may look at a map */
        post: operations["createMapShare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/shares/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Close a link, at once */
        delete: operations["deleteMapShare"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The revisions with a name */
        get: operations["listMapVersions"];
        put?: never;
        /** Give a revision a name, and keep what its evidence means now */
        post: operations["createMapVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/walk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Real journeys over a map, without whose they are
         * @description For training: what a few people really did at each step, by event, channel and minutes since they began. No id, no trait and no property of an event is told.
         */
        post: operations["walkMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/maps/{map}/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether you watch a map */
        get: operations["getMapWatch"];
        /** Watch a map, or stop: you are told when somebody else changes it */
        put: operations["setMapWatch"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everyone in the workspace */
        get: operations["listMembers"];
        put?: never;
        /** Add a member; a new user gets a one-time password */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a member out of the workspace; anybody may leave */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /** Change a member's role */
        patch: operations["changeMember"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/members/{user}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a member a new one-time password and sign them out */
        post: operations["resetMemberPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/members/{user}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Turn off the second factor of a member who has lost it, and sign them out */
        delete: operations["resetMemberSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What concerns you: mentions, replies, tasks, changes to maps that you watch */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/notices/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** You have looked at what concerns you */
        post: operations["seeNotices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/opportunities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Opportunities and pain points of all maps */
        get: operations["listOpportunities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/pains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The register of pain points, the most costly first */
        get: operations["listPains"];
        put?: never;
        /** Write a pain point */
        post: operations["createPain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/pains/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look for pain points and propose those that are new */
        post: operations["proposePains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/pains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pain point */
        get: operations["getPain"];
        put?: never;
        post?: never;
        /** Delete a pain point; one that is still measured is proposed again */
        delete: operations["deletePain"];
        options?: never;
        head?: never;
        /** Change a pain point */
        patch: operations["changePain"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/pains/{id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The figures of a pain point, asked anew */
        post: operations["painFigures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/pains/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a pain point */
        get: operations["painHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/pains/{id}/mending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Its figures before and after the day from which it is mended */
        get: operations["painMending"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People, searched and sorted */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/people/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person, and why these subjects are one person */
        get: operations["getPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/people/{person}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A person's timeline over all channels, newest first */
        get: operations["listPersonEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/personas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Personas */
        get: operations["listPersonas"];
        put?: never;
        /** Make a persona */
        post: operations["createPersona"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/personas/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Groups of people who behave alike, as suggestions of personas */
        post: operations["suggestPersonas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/personas/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One persona */
        get: operations["getPersona"];
        /** Change a persona */
        put: operations["changePersona"];
        post?: never;
        /** Delete a persona; its segment stays */
        delete: operations["deletePersona"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rejected events with their reasons, newest first */
        get: operations["listQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/quarantine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rejected event */
        get: operations["getQuarantined"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/quarantine/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it in again, mended or as it was; possible once */
        post: operations["replayQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved questions */
        get: operations["listQuestions"];
        put?: never;
        /** Save a question */
        post: operations["createQuestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/questions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One saved question */
        get: operations["getQuestion"];
        /** Change a saved question */
        put: operations["changeQuestion"];
        post?: never;
        /** Delete a saved question that no dashboard shows */
        delete: operations["deleteQuestion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Merges that wait for a decision, newest first */
        get: operations["listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/reviews/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import a CSV file of reviews, or say what would become of it */
        post: operations["importProductReviews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/reviews/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reviews, the latest first */
        post: operations["listProductReviews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept or reject a merge */
        post: operations["decideReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/reviews/{id}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Answer a review, for everybody who may read it */
        put: operations["replyProductReview"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be asked about: events, properties, traits and frequent values */
        get: operations["getSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved segments and how many people are in each now */
        get: operations["listSegments"];
        put?: never;
        /** Save a segment */
        post: operations["createSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/segments/size": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many people a rule picks that is not saved */
        post: operations["sizeSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/segments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One saved segment */
        get: operations["getSegment"];
        put?: never;
        post?: never;
        /** Delete a saved segment that no other one is made with */
        delete: operations["deleteSegment"];
        options?: never;
        head?: never;
        /** Change a saved segment */
        patch: operations["changeSegment"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/segments/{id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who entered and left a segment */
        get: operations["listSegmentMoves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/segments/{id}/sizes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The size of a segment over time */
        get: operations["listSegmentSizes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where events come from */
        get: operations["listSources"];
        put?: never;
        /** Make a source with its write key */
        post: operations["createSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/sources/{source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One source */
        get: operations["getSource"];
        put?: never;
        post?: never;
        /** Delete a source; its events stay */
        delete: operations["deleteSource"];
        options?: never;
        head?: never;
        /** Change its name, kind or channel, or switch it off and on */
        patch: operations["changeSource"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/sources/{source}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as they come in, with their verdicts (server-sent events)
         * @description Each message's data is one object. Lines that begin with a colon are heartbeats.
         */
        get: operations["watchSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/sources/{source}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it a new write key; the old one is refused at once */
        post: operations["rotateSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/spend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was paid for channels and campaigns, by day */
        get: operations["listSpend"];
        /**
         * Keep what was paid
         * @description A row replaces the one of the same day, channel and campaign; an amount of 0 takes it away. All rows are kept, or none. Without a currency it is the workspace's. Attribution divides by it.
         */
        put: operations["putSpend"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/stage-model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workspace's stage model */
        get: operations["getStageModel"];
        /** Set the workspace's stage model */
        put: operations["setStageModel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/stage-models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The built-in stage models */
        get: operations["listStageModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Surveys and what has come of each */
        get: operations["listSurveys"];
        put?: never;
        /** Make a survey, as a draft */
        post: operations["createSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/mail/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The mail of a survey that need not be saved */
        post: operations["previewSurveyMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A survey that need not be saved, as people would see it */
        post: operations["previewSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What all surveys of the workspace have in common */
        get: operations["getSurveySettings"];
        /** Change what all surveys of the workspace have in common */
        put: operations["changeSurveySettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One survey */
        get: operations["getSurvey"];
        /** Change a survey; what was answered before keeps its meaning */
        put: operations["changeSurvey"];
        post?: never;
        /** Delete a survey and its responses; the events of answers stay on people's timelines */
        delete: operations["deleteSurvey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All responses as CSV */
        get: operations["exportSurvey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links to a survey */
        get: operations["listSurveyLinks"];
        put?: never;
        /** Open links to a survey */
        post: operations["createSurveyLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Close a link, at once */
        delete: operations["closeSurveyLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has come of a survey by mail, and whether a mail server is set */
        get: operations["getSurveyMail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has come of each time a survey was sent by mail, the latest first */
        get: operations["listSurveyDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/deliveries/{delivery}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a survey that is sent by hand has come */
        get: operations["getSurveyDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/deliveries/{delivery}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people behind a figure of a delivery, 50 a page */
        get: operations["listSurveyDeliveryPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/deliveries/{delivery}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a survey that is being sent; mails that wait are taken back */
        post: operations["stopSurveyDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What has come of each delivery as CSV */
        get: operations["exportSurveyDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Single mails of a survey, the latest first, 50 a page */
        get: operations["listSurveyMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a survey mailed to a segment, which goes on by itself; or see who would get it */
        post: operations["sendSurvey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail a survey to yourself, with a link that keeps nothing */
        post: operations["testSurveyMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/responses/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Single responses, the latest first */
        post: operations["listSurveyResponses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What people answered, with intervals */
        post: operations["askSurveyResults"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin, pause or end a survey */
        post: operations["setSurveyState"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/surveys/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a person is asked this survey now, or not */
        get: operations["whySurvey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks from maps */
        get: operations["listTasks"];
        put?: never;
        /** Make a task */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a task */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /** Change a task */
        patch: operations["changeTask"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens, without their secrets */
        get: operations["listTokens"];
        put?: never;
        /** Make an API token; its secret is shown once */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Make an API token worthless at once */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/touchpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Touchpoints in their order */
        get: operations["listTouchpoints"];
        put?: never;
        /** Make a touchpoint */
        post: operations["createTouchpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/touchpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a touchpoint; its events stay */
        delete: operations["deleteTouchpoint"];
        options?: never;
        head?: never;
        /** Change a touchpoint, or its place in the order */
        patch: operations["changeTouchpoint"];
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts that mentions raised, with their figures of then */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/authors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which authors of mentions are people who are known */
        get: operations["getAuthorRules"];
        /** Say which authors of mentions are people who are known; it counts for what comes from then on */
        put: operations["setAuthorRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/conditions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When mentions raise an alert */
        get: operations["listAlertConditions"];
        put?: never;
        /** Make an alert condition; it looks at what comes from then on */
        post: operations["createAlertCondition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/conditions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change an alert condition */
        put: operations["changeAlertCondition"];
        post?: never;
        /** Delete an alert condition and what it raised */
        delete: operations["deleteAlertCondition"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/listening": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mentions by topic, with their share of voice, and by where they were heard */
        post: operations["listen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How well feelings are read, by language */
        get: operations["listVoiceModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who said it */
        post: operations["listSpeakers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many texts there are, how they feel, and what they are about */
        post: operations["summariseTexts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What customers said, newest first */
        post: operations["listTexts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/texts/{seq}/feeling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Correct how a text feels; it counts in all figures from then on */
        put: operations["correctFeeling"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/themes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Themes */
        get: operations["listThemes"];
        put?: never;
        /** Make a theme */
        post: operations["createTheme"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/themes/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What texts seem to be about, as themes to take */
        post: operations["proposeThemes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/themes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a theme */
        put: operations["changeTheme"];
        post?: never;
        /** Delete a theme; its texts stay */
        delete: operations["deleteTheme"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/themes/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put another theme into this one */
        post: operations["mergeThemes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Topics */
        get: operations["listTopics"];
        put?: never;
        /** Make a topic; the mentions of all time are held against it at once */
        post: operations["createTopic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/topics/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a topic would find, without keeping it */
        post: operations["tryTopic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{ws}/voice/topics/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a topic */
        put: operations["changeTopic"];
        post?: never;
        /** Delete a topic; its mentions stay */
        delete: operations["deleteTopic"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Alert: {
            /**
             * Format: date-time
             * @description when it was said
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /**
             * Format: double
             * @description mean of the windows before, where the kind has one
             */
            baseline?: number;
            /**
             * Format: int64
             * @description how many windows it is the mean of
             */
            before?: number;
            /** @description id */
            condition: string;
            /**
             * Format: date-time
             * @description where the window began
             * @example 2026-01-31T09:30:00.000Z
             */
            from: string;
            /** @enum {string} */
            kind: "volume" | "interactions" | "influencer" | "verified" | "reach" | "negative" | "word";
            /**
             * Format: date-time
             * @description when it was raised here
             * @example 2026-01-31T09:30:00.000Z
             */
            made: string;
            /**
             * Format: int64
             * @description in the window
             */
            mentions: number;
            /** @description of the condition, then */
            name: string;
            /**
             * Format: int64
             * @description number of the mention that raised it
             */
            seq: number;
            /** Format: double */
            threshold: number;
            topic?: string;
            /**
             * Format: double
             * @description what passed the threshold: mentions, interactions, reach, a share; of a word its mentions
             */
            value: number;
            /**
             * Format: int64
             * @description hours
             */
            window: number;
            word?: string;
        };
        AlertCondition: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /**
             * Format: int64
             * @description hours after an alert in which none is raised again
             */
            cooldown: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @example a1 */
            id: string;
            /** @enum {string} */
            kind: "volume" | "interactions" | "influencer" | "verified" | "reach" | "negative" | "word";
            /**
             * Format: int64
             * @description of fewer mentions in the window nothing is raised; influencer and verified: not used
             */
            least: number;
            /** @example Sudden talk about us */
            name: string;
            paused?: boolean;
            /**
             * Format: double
             * @description volume, interactions and word: so many times the mean before; influencer: reach of one mention; reach: of all; negative: share from 0 to 1; verified: not used
             */
            threshold: number;
            /** @description id; empty for all mentions */
            topic?: string;
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
            /**
             * Format: int64
             * @description hours
             */
            window: number;
        };
        AlertConditionBody: {
            /**
             * Format: int64
             * @description hours after an alert in which none is raised again
             */
            cooldown: number;
            /** @enum {string} */
            kind: "volume" | "interactions" | "influencer" | "verified" | "reach" | "negative" | "word";
            /**
             * Format: int64
             * @description of fewer mentions in the window nothing is raised
             */
            least: number;
            name: string;
            paused?: boolean;
            /**
             * Format: double
             * @description volume, interactions and word: so many times the mean before; influencer: reach of one mention; reach: of all; negative: share from 0 to 1
             */
            threshold?: number;
            /** @description id; empty for all mentions */
            topic?: string;
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
            /**
             * Format: int64
             * @description hours
             */
            window: number;
        };
        AlertConditionList: {
            /** @description the oldest first */
            conditions: components["schemas"]["AlertCondition"][];
        };
        AlertList: {
            alerts: components["schemas"]["Alert"][];
        };
        AlertNotice: {
            /**
             * Format: date-time
             * @description when it was said
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /**
             * Format: double
             * @description mean of the windows before, where the kind has one
             */
            baseline?: number;
            /**
             * Format: int64
             * @description how many windows it is the mean of
             */
            before?: number;
            /** @description id */
            condition: string;
            /**
             * Format: date-time
             * @description where the window began
             * @example 2026-01-31T09:30:00.000Z
             */
            from: string;
            /** @enum {string} */
            kind: "volume" | "interactions" | "influencer" | "verified" | "reach" | "negative" | "word";
            /**
             * Format: date-time
             * @description when it was raised here
             * @example 2026-01-31T09:30:00.000Z
             */
            made: string;
            /**
             * Format: int64
             * @description in the window
             */
            mentions: number;
            /** @description of the condition, then */
            name: string;
            /** @description raised since the person looked */
            new: boolean;
            /**
             * Format: int64
             * @description number of the mention that raised it
             */
            seq: number;
            /** Format: double */
            threshold: number;
            topic?: string;
            /**
             * Format: double
             * @description what passed the threshold: mentions, interactions, reach, a share; of a word its mentions
             */
            value: number;
            /**
             * Format: int64
             * @description hours
             */
            window: number;
            word?: string;
        };
        AlignmentCost: {
            /**
             * Format: int64
             * @description steps and events off the map that a journey has and the map does not
             */
            inserted: number;
            /**
             * Format: double
             * @description of both, for each person
             */
            mean: number;
            /** Format: int64 */
            people: number;
            /**
             * Format: int64
             * @description steps that the map has and a journey does not; those still to come do not count
             */
            skipped: number;
        };
        AliveBin: {
            /** Format: double */
            from: number;
            /** Format: int64 */
            people: number;
        };
        Answer: {
            /**
             * Format: int64
             * @description the last change that the answer knows
             */
            asOf: number;
            attribution?: components["schemas"]["AttributionAnswer"];
            audience?: components["schemas"]["AudienceAnswer"];
            compare?: components["schemas"]["Answer"];
            conformance?: components["schemas"]["ConformanceAnswer"];
            content?: components["schemas"]["ContentAnswer"];
            coverage?: components["schemas"]["CoverageAnswer"];
            drivers?: components["schemas"]["DriversAnswer"];
            /** Format: int64 */
            events: number;
            friction?: components["schemas"]["FrictionAnswer"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            from?: string;
            funnel?: components["schemas"]["FunnelAnswer"];
            kind: string;
            /** @description warnings as message keys: small_sample, unfinished, association */
            notes?: string[];
            paths?: components["schemas"]["PathsAnswer"];
            /**
             * Format: int64
             * @description people with an event that the question counts: docs/questions says which
             */
            people: number;
            persons?: components["schemas"]["PeopleAnswer"];
            retention?: components["schemas"]["RetentionAnswer"];
            stages?: components["schemas"]["StagesAnswer"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            to?: string;
            touchpoints?: components["schemas"]["TouchpointsAnswer"];
            trend?: components["schemas"]["TrendAnswer"];
            value?: components["schemas"]["ValueAnswer"];
        };
        Attribution: {
            conversion: components["schemas"]["Filter"];
            /**
             * @description every conversion of a person, or only the first in the range; every by default
             * @enum {string}
             */
            count?: "every" | "first";
            /** @description of the spend that counts; the most frequent one by default */
            currency?: string;
            /** @description units that bring nobody themselves; direct by default */
            direct?: string[];
            /**
             * Format: double
             * @description position: the first touch's share; 0.4 by default
             */
            first?: number;
            /**
             * @description the quiet time that ends a visit; 30m by default
             * @example 7d
             */
            gap?: string;
            /**
             * @description time decay; 7d by default
             * @example 7d
             */
            halfLife?: string;
            /**
             * Format: double
             * @description position: the last touch's share; 0.4 by default
             */
            last?: number;
            /**
             * @description 30d by default
             * @example 7d
             */
            lookBack?: string;
            /** @description all by default */
            models?: ("first" | "last" | "last_non_direct" | "linear" | "position" | "time_decay" | "markov" | "shapley")[];
            /**
             * Format: int64
             * @description of the Markov chain; 0 chooses
             */
            order?: number;
            /** @description the property's path, such as campaign, of the unit property */
            property?: string;
            /**
             * Format: int64
             * @description so many units, by number of touches, the rest is one; 20 by default
             */
            top?: number;
            /** @description which events are touches; by default all with a unit, of channel those of channels that bring people */
            touches?: components["schemas"]["Filter"];
            /**
             * @description what is credited; arrival by default: how a visit came about
             * @enum {string}
             */
            unit?: "arrival" | "channel" | "touchpoint" | "source" | "event" | "property";
            /** @description the numeric property that says what a conversion is worth */
            value?: string;
        };
        AttributionAnswer: {
            /** Format: int64 */
            conversions: number;
            currency?: string;
            /**
             * Format: int64
             * @description journeys in vain
             */
            lost: number;
            /**
             * Format: int64
             * @description of the Markov chain
             */
            order?: number;
            /** @description the orders that were tried */
            orders?: components["schemas"]["AttributionOrder"][];
            /** @description the most frequent paths to a conversion */
            paths: components["schemas"]["AttributionPath"][];
            /** Format: double */
            spend?: number;
            /**
             * Format: int64
             * @description conversions with a touch before them: those that are credited
             */
            touched: number;
            /** Format: double */
            touchedValue: number;
            /** @description in order of touches; other at the end */
            units: components["schemas"]["AttributionUnit"][];
            /** Format: double */
            value: number;
        };
        AttributionCredit: {
            /** Format: double */
            conversions: number;
            /**
             * Format: double
             * @description spend for each conversion
             */
            cost?: number;
            /** Format: double */
            high?: number;
            /** Format: double */
            low?: number;
            model: string;
            /**
             * Format: double
             * @description Markov: the share of conversions that is lost without the unit
             */
            removal?: number;
            /**
             * Format: double
             * @description value for each unit of money spent
             */
            return?: number;
            /**
             * Format: double
             * @description of the credited conversions
             */
            share: number;
            /** Format: double */
            value: number;
        };
        AttributionOrder: {
            /** Format: double */
            auc: number;
            /**
             * Format: double
             * @description the least is chosen
             */
            bic: number;
            /** Format: int64 */
            order: number;
            /** Format: double */
            penalisedAuc: number;
            /** Format: int64 */
            states: number;
        };
        AttributionPath: {
            /** Format: int64 */
            conversions: number;
            /**
             * Format: int64
             * @description journeys in vain by the same path
             */
            lost: number;
            /** @description (other) for the rest of the units */
            units: string[];
            /** Format: double */
            value: number;
        };
        AttributionUnit: {
            /**
             * Format: int64
             * @description conversions with it anywhere in the path
             */
            assisted: number;
            /** @description by model */
            credits: components["schemas"]["AttributionCredit"][];
            other?: boolean;
            /**
             * Format: int64
             * @description who converted with it in the path
             */
            people: number;
            /** Format: double */
            spend?: number;
            unit: string;
        };
        Audience: {
            /** @description properties that say what people look at; category and context.page.path by default */
            content?: string[];
            /** @description context.device.type, context.os.name and context.locale by default */
            context?: string[];
            /** @description events that are done to people, not by them: they make no hour an active one; mails, messages and calls that go out, and surveys shown, by default */
            passive?: string | string[];
            /** @description scores of surveys, reviews and sentiment by default */
            signals?: components["schemas"]["AudienceSignal"][];
            /**
             * Format: int64
             * @description so many values of each part, the rest is one; 10 by default
             */
            top?: number;
            /** @description gender, language, city and country by default */
            traits?: string[];
        };
        AudienceAnswer: {
            /** @description by the workspace's time zone */
            hours: components["schemas"]["AudienceHours"];
            /**
             * Format: int64
             * @description people seen in the range who are not in the segment
             */
            others: number;
            /** @description by the time zone that an event itself carries (context.timezone), else the one that its person has (trait timezone) */
            ownHours: components["schemas"]["AudienceHours"];
            parts: components["schemas"]["AudiencePart"][];
            scores: components["schemas"]["AudienceScore"][];
        };
        AudienceBin: {
            /** Format: double */
            from: number;
            /** Format: int64 */
            n: number;
            /** Format: int64 */
            others: number;
        };
        AudienceHours: {
            /**
             * Format: int64
             * @description of the hour with the most people: 0 is Monday
             */
            busiestDay: number;
            /** Format: int64 */
            busiestHour: number;
            /** @description by day: the share of the segment's active people and hours divided by the others' */
            dayIndex?: number[];
            events: number[][];
            /**
             * Format: int64
             * @description people of the segment with an event whose hour is known
             */
            known: number;
            /**
             * Format: int64
             * @description others with one
             */
            others: number;
            othersPeople: number[][];
            /** @description people of the segment who were active then at least once */
            people: number[][];
        };
        AudiencePart: {
            /**
             * Format: int64
             * @description people of the segment with a value: what shares are of
             */
            known: number;
            /** Format: int64 */
            knownOthers: number;
            part: string;
            rows: components["schemas"]["AudienceRow"][];
        };
        AudienceRow: {
            /** Format: double */
            high?: number;
            /**
             * Format: double
             * @description share divided by the others' share
             */
            index?: number;
            /**
             * Format: double
             * @description of the index
             */
            low?: number;
            other?: boolean;
            others: components["schemas"]["Rate"];
            /**
             * Format: double
             * @description false-discovery rate over the whole answer; at most 0.05 is a difference
             */
            q?: number;
            share: components["schemas"]["Rate"];
            value: string;
        };
        AudienceScore: {
            bins: components["schemas"]["AudienceBin"][];
            mean: components["schemas"]["Interval"];
            /** Format: int64 */
            n: number;
            name: string;
            othersMean: components["schemas"]["Interval"];
            /** Format: int64 */
            othersN: number;
            /** Format: int64 */
            people: number;
            /**
             * Format: double
             * @description false-discovery rate of the difference over the whole answer
             */
            q?: number;
        };
        AudienceSignal: {
            event: components["schemas"]["Filter"];
            name: string;
            property: string;
            /**
             * Format: double
             * @description of a bin of the distribution; 1 by default
             */
            width?: number;
        };
        AuditEntry: {
            /** @example source.create */
            action: string;
            /** @description name of the user or the token */
            actor: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            detail?: string;
            /** Format: int64 */
            id: number;
            ip?: string;
            /** @description what it was done to */
            target?: string;
        };
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            /**
             * Format: int64
             * @description give it as before for the next page; absent on the last one
             */
            next?: number;
        };
        AuthorRules: {
            rules: components["schemas"]["TopicAuthorRule"][];
        };
        BadRow: {
            /** @description which row it is and what is wrong with it, for people */
            detail: string;
            /** @enum {string} */
            outcome: "skipped" | "rejected";
            /** @description a stable word */
            reason: string;
            /** @description the detail as a stable word and values, for those who say it in another language */
            told?: components["schemas"]["Told"];
        };
        Bin: {
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            n: number;
            /** Format: int64 */
            to: number;
        };
        Bounds: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
        };
        Breakdown: {
            /**
             * @description which of several values a person counts under (funnels); first by default
             * @enum {string}
             */
            attribution?: "first" | "last" | "all" | "step";
            /** @enum {string} */
            by: "property" | "trait" | "channel" | "source" | "touchpoint" | "event" | "segment" | "persona";
            /** @description the property's or trait's path */
            property?: string;
            /** @description by segment: who stands under each value; by persona, all personas of the workspace by default */
            segments?: components["schemas"]["Group"][];
            /**
             * Format: int64
             * @description with attribution step: which step, from 1
             */
            step?: number;
            /**
             * Format: int64
             * @description so many values, the rest under other; 10 by default
             */
            top?: number;
        };
        Card: {
            /** @description how to draw the answer, instead of as saved */
            chart?: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description in rows
             */
            height: number;
            /** @description where it is not a saved one */
            question?: components["schemas"]["Question"];
            /** @description id of a saved question */
            saved?: string;
            /** @description instead of the saved question's name */
            title?: string;
            /**
             * Format: int64
             * @description of twelve columns
             */
            width: number;
        };
        Cell: {
            /**
             * Format: date-time
             * @description trend: the interval's start; retention: the cohort's; stages: a moment over time
             * @example 2026-01-31T09:30:00.000Z
             */
            at?: string;
            compare?: boolean;
            /** @description paths: the edge of eventual instead of matrix */
            eventual?: boolean;
            /** @description paths and conformance: the edge's beginning, empty for that of journeys; stages: the stage; conformance without to: the step; coverage: a touchpoint of an overlap */
            from?: string;
            /** @description attribution: the unit; content: the item; audience and value: the value in its part; with other, the rest; friction: the level beyond which people are affected; funnel: milliseconds where a bin of the histogram begins; conformance: the step of a deviation; coverage: the name of events that match nothing, with their channel in part */
            item?: string;
            /** @description the rest of the breakdown's values instead of one value; conformance: the variants that are not listed */
            other?: boolean;
            /**
             * @description coverage: matched, whatever stands before it, with a touchpoint, or loose; touchpoints: came, exit, repeat or converted; friction: the sign, slow and signals with the measure in part and the level in item; conformance: fits, underway, left or strays, and exit or repeat of the step in from; funnel: reached or dropped after the step, or converted, all the way, with the beginning of a bin of the histogram in item; paths: exit, the journeys that ended at the step; attribution: converted (with the item in the path), untouched or lost; stages: the rest
             * @enum {string}
             */
            outcome?: "reached" | "dropped" | "now" | "entered" | "moved" | "stalled" | "lapsed" | "reentered" | "converted" | "untouched" | "lost" | "came" | "exit" | "repeat" | "errors" | "retries" | "loops" | "rage" | "exits" | "slow" | "signals" | "fits" | "underway" | "left" | "strays" | "matched" | "loose";
            /** @description audience and value: the part of the answer; friction: the measure; conformance: the kind of a deviation, or discover; coverage: a channel */
            part?: string;
            /** @description paths: one whole path of top, instead of step, from and to; conformance: one variant */
            path?: string[];
            /**
             * Format: int64
             * @description retention: the period; none is the whole cohort
             */
            period?: number;
            /** @description friction: the part of the touchpoint */
            slice?: components["schemas"]["FrictionSlice"][];
            /**
             * Format: int64
             * @description funnel and paths: from 1
             */
            step?: number;
            /** @description paths and conformance: the edge's end; stages: the next stage; coverage: the other touchpoint of an overlap */
            to?: string;
            /** @description stages, touchpoints and friction: a touchpoint's people; conformance: a proposed one, with part discover; coverage: one that catches, or overlaps with the rule */
            touchpoint?: string;
            value?: string;
        };
        Channel: {
            builtIn: boolean;
            /** @example web */
            id: string;
            /** @example Website */
            name: string;
        };
        ChannelList: {
            channels: components["schemas"]["Channel"][];
        };
        ChannelNew: {
            /** @example kiosk */
            id: string;
            /** @example Kiosk */
            name: string;
        };
        Choice: {
            /** Format: int64 */
            groups: number;
            /** Format: double */
            silhouette: number;
        };
        Code: {
            code: string;
        };
        Cohort: {
            cells: components["schemas"]["RetentionCell"][];
            /** Format: int64 */
            size: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            start: string;
        };
        Compare: {
            range?: components["schemas"]["Range"];
            segment?: components["schemas"]["Segment"];
        };
        Condition: {
            /** @enum {string} */
            op: "eq" | "ne" | "in" | "not_in" | "gt" | "gte" | "lt" | "lte" | "between" | "contains" | "prefix" | "regex" | "exists" | "not_exists";
            property: string;
            value?: unknown;
        };
        Conformance: {
            /** @description a step that follows itself counts once */
            collapseRepeats?: boolean;
            /** @description propose steps and edges that really happen */
            discover?: components["schemas"]["Discover"];
            /** @description a step without an edge out leads to the next step, unless end names it; with one, only where its edges go */
            edges?: components["schemas"]["DrawnEdge"][];
            /** @description ids of the steps that a journey may stop at; by default those that lead nowhere, else the last */
            end?: string | string[];
            /** @description ids of the steps that a journey may begin with; the first by default */
            start?: string | string[];
            /** @description in the order of the map; none only with discover */
            steps?: components["schemas"]["DrawnStep"][];
            /**
             * Format: int64
             * @description so many variants; 20 by default
             */
            top?: number;
            /**
             * @description events between two steps that belong to none: left out, by default, or off the map
             * @enum {string}
             */
            unmatched?: "ignore" | "count";
            /**
             * @description how long after its first step a journey goes on; no limit by default
             * @example 7d
             */
            window?: string;
        };
        ConformanceAnswer: {
            alignment: components["schemas"]["AlignmentCost"];
            /** @description of an optimal alignment, the most frequent first */
            deviations: components["schemas"]["ConformanceDeviation"][];
            discovery?: components["schemas"]["Discovery"];
            /** @description drawn ones, in the order of the map; an empty from is the beginning of a journey */
            edges: components["schemas"]["ConformanceEdge"][];
            /** @description whole journeys of the map, of all that are not under way */
            fits: components["schemas"]["Rate"];
            /** @description people who kept to the map but stopped before an end, and whose window has passed */
            left: components["schemas"]["Rate"];
            /** @description journeys that are not listed */
            other: components["schemas"]["OtherVariants"];
            steps: components["schemas"]["ConformanceStep"][];
            /** @description people whose journey leaves the map */
            strays: components["schemas"]["Rate"];
            tokens: components["schemas"]["TokenReplay"];
            /** @description people who have kept to the map and may go on; they are no misfits */
            underway: components["schemas"]["Rate"];
            /** @description edges that really happen and are not drawn, the most people first, at most 100 */
            undrawn: components["schemas"]["ConformanceEdge"][];
            /** @description the most frequent journeys, step by step */
            variants: components["schemas"]["ConformanceVariant"][];
            /**
             * Format: int64
             * @description how many different journeys there are, of up to 64 steps; a lower bound where other.bounded is set
             */
            varied: number;
        };
        ConformanceDeviation: {
            /** @enum {string} */
            kind: "skip" | "insert" | "repeat" | "order" | "off" | "early";
            name?: string;
            /** @description of all people */
            people: components["schemas"]["Rate"];
            /** @description none for events off the map */
            step?: string;
        };
        ConformanceEdge: {
            /**
             * Format: double
             * @description (a>b − b>a)/(a>b + b>a + 1) of the passes, a>a/(a>a + 1) for a step after itself (Weijters et al. 2006)
             */
            dependency: number;
            from: string;
            /**
             * Format: int64
             * @description milliseconds between the two
             */
            median: number;
            /** Format: int64 */
            passes: number;
            /** @description of those who come to from; of all, where from is the beginning */
            people: components["schemas"]["Rate"];
            to: string;
        };
        ConformanceStep: {
            /**
             * Format: int64
             * @description how often people come to it; with collapseRepeats, a step that follows itself is one
             */
            entries: number;
            /** @description people whose journey ends here so far */
            exits: components["schemas"]["Rate"];
            id: string;
            /**
             * Format: int64
             * @description milliseconds to the next entry; rounded down by less than 1.6 % of more than 1,024
             */
            median: number;
            /**
             * Format: int64
             * @description how often another entry follows
             */
            moves: number;
            name: string;
            /** Format: int64 */
            people: number;
            /** @description people with more than one event of it */
            repeats: components["schemas"]["Rate"];
        };
        ConformanceVariant: {
            /** Format: int64 */
            fits: number;
            /** Format: int64 */
            left: number;
            /** Format: int64 */
            people: number;
            /** @description ids; an empty one is off the map */
            steps: string[];
            /** Format: int64 */
            strays: number;
            /** Format: int64 */
            underway: number;
        };
        Connection: {
            /** @description path that mentions are sent to, for those who may change connections */
            address?: string;
            /** @description it is being fetched from */
            busy?: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /**
             * Format: int64
             * @description seconds between two fetches; 0 where nothing is fetched
             */
            every: number;
            /** @example n3 */
            id: string;
            /** @example feed */
            kind: string;
            /** @description secrets that were made for it, shown this once */
            made?: {
                [key: string]: string;
            };
            /** @example News about coffee */
            name: string;
            paused: boolean;
            /** @description names of the secrets that are set */
            secrets: string[];
            /** @description those that are no secrets */
            settings: {
                [key: string]: string;
            };
            state: components["schemas"]["ListenState"];
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        ConnectionBody: {
            /**
             * Format: int64
             * @description seconds between two fetches, 300 to 604,800; a quarter of an hour by default
             */
            every?: number;
            /** @description of a new one; it stays */
            kind?: string;
            name: string;
            paused?: boolean;
            /** @description by the names of the kind's fields; a secret that is left out stays as it was */
            settings?: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description that is changed; any where it is absent
             */
            version?: number;
        };
        ConnectionKind: {
            /** @description mentions are fetched, at intervals */
            fetched: boolean;
            /** @description its settings */
            fields: components["schemas"]["ListenField"][];
            /** @description it is handed files */
            files: boolean;
            /** @example feed */
            kind: string;
        };
        ConnectionList: {
            /** @description whether anything is fetched: a demo calls nobody */
            callsOut: boolean;
            connections: components["schemas"]["Connection"][];
            kinds: components["schemas"]["ConnectionKind"][];
        };
        ConnectionPause: {
            paused: boolean;
        };
        Content: {
            /** @description which events are clicks on what is viewed */
            clicks?: components["schemas"]["Filter"];
            /** @description what content may assist */
            conversion?: components["schemas"]["Filter"];
            /**
             * @description the quiet time that ends a visit; 30m by default
             * @example 7d
             */
            gap?: string;
            /**
             * @description how long before a conversion a view counts; 30d by default
             * @example 7d
             */
            lookBack?: string;
            /** @description the property that names the item */
            property?: string;
            /** @description the numeric property of the depth scrolled to, in percent; scroll_depth by default */
            scroll?: string;
            /** @description only items that begin so; case does not matter */
            search?: string;
            /**
             * Format: int64
             * @description so many items, the rest is one; 20 by default
             */
            top?: number;
            /**
             * @description fills views, property and clicks in where they are not given; page by default
             * @enum {string}
             */
            type?: "page" | "screen" | "product" | "video" | "post" | "email";
            /** @description which events are views */
            views?: components["schemas"]["Filter"];
        };
        ContentAnswer: {
            /** @description of those who viewed anything: who converted within the look-back */
            converted: components["schemas"]["Rate"];
            /** @description the most viewed first, other at the end */
            items: components["schemas"]["ContentItem"][];
        };
        ContentChannel: {
            channel: string;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            views: number;
        };
        ContentItem: {
            /** @description of those who viewed it: who converted within the look-back after */
            assisted: components["schemas"]["Rate"];
            /** @description views by channel, the most first */
            channels: components["schemas"]["ContentChannel"][];
            /** @description views with a click before the next view, in the same visit */
            clicked: components["schemas"]["Rate"];
            /** @description views that begin a visit's viewing */
            entry: components["schemas"]["Rate"];
            /** @description views that end it */
            exit: components["schemas"]["Rate"];
            item: string;
            /** @description assisted less without; none where there is nobody to compare */
            lift?: components["schemas"]["Interval"];
            /** @description views with a view of another item right after, in the same visit */
            onward: components["schemas"]["Rate"];
            other?: boolean;
            /** Format: int64 */
            people: number;
            /** @description of the deepest point of each view, in percent */
            scroll: components["schemas"]["ContentMean"];
            time: components["schemas"]["ContentTime"];
            /** Format: int64 */
            views: number;
            /** @description of those who viewed other items alone: who converted */
            without: components["schemas"]["Rate"];
        };
        ContentMean: {
            /** Format: double */
            mean: number;
            /** Format: int64 */
            n: number;
        };
        ContentTime: {
            /** Format: int64 */
            mean: number;
            /** Format: int64 */
            median: number;
            /** Format: int64 */
            n: number;
        };
        Counts: {
            /** Format: int64 */
            duplicate: number;
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            rejected: number;
            /** Format: int64 */
            stored: number;
        };
        Coverage: {
            /** @description asks about this rule, as if it were a touchpoint to come: only its own overlaps are told */
            rule?: components["schemas"]["Filter"];
            /**
             * Format: int64
             * @description so many of the events that match nothing; 50 by default
             */
            top?: number;
        };
        CoverageAnswer: {
            /**
             * Format: int64
             * @description how many names and channels of such events there are
             */
            kinds: number;
            /** @description events that match no touchpoint, by name and channel, the most people first */
            loose: components["schemas"]["LooseEvents"][];
            /**
             * Format: int64
             * @description how many pairs overlap
             */
            overlapping: number;
            /** @description the most events first, at most 500 */
            overlaps: components["schemas"]["Overlap"][];
            points: components["schemas"]["CoveredPoint"][];
            /** @description all of such events */
            uncaught: components["schemas"]["Covered"];
        };
        Covered: {
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            people: number;
        };
        CoveredPoint: {
            caught: components["schemas"]["Covered"];
            id: string;
            matched: components["schemas"]["Covered"];
            name: string;
            stage?: string;
        };
        Credentials: {
            /** @description of the second factor; where it is missing, the fault has the field code */
            code?: string;
            /** Format: email */
            email: string;
            password: string;
        };
        CurrencyOrders: {
            currency: string;
            /** Format: int64 */
            orders: number;
        };
        Dashboard: {
            cards: components["schemas"]["Card"][];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            description: string;
            /** @example d3 */
            id: string;
            name: string;
            /** @description who looks after it */
            owner: string;
            /** @description what its questions are asked of, instead of their own ranges */
            range?: components["schemas"]["Range"];
            /**
             * Format: int64
             * @description seconds between looks; 0 is never
             */
            refresh: number;
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        DashboardBody: {
            cards: components["schemas"]["Card"][];
            description?: string;
            name: string;
            /** @description you, where it is absent */
            owner?: string;
            range?: components["schemas"]["Range"];
            /**
             * Format: int64
             * @description seconds, from 10; 0 is never
             */
            refresh?: number;
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        DashboardList: {
            dashboards: components["schemas"]["Dashboard"][];
        };
        Did: {
            /**
             * Format: int64
             * @description 0 and 1 are once
             */
            atLeast?: number;
            /**
             * @description what atLeast counts: events, by default, or days of the workspace's zone that have one
             * @enum {string}
             */
            count?: "events" | "days";
            event: components["schemas"]["Filter"];
            /** @description the latest of them passes this: the last score that somebody gave */
            latest?: components["schemas"]["Condition"];
            /**
             * @description the latest of them lies at least so long before now, or before the end of the range if that is earlier
             * @example 7d
             */
            quiet?: string;
            range?: components["schemas"]["Range"];
            /** @description the sum of this property over them passes this comparison of numbers; values that are not numbers are left out */
            sum?: components["schemas"]["Condition"];
        };
        DigestBody: {
            /** @enum {string} */
            every: "off" | "daily" | "weekly";
        };
        DigestChoice: {
            /**
             * @description off: in the app alone; weekly: on Mondays; at 8 in the workspace's zone, where there is something to tell
             * @enum {string}
             */
            every: "off" | "daily" | "weekly";
            /** @description a mail server is set; without one nothing is mailed */
            readonly ready: boolean;
        };
        Discover: {
            /**
             * Format: double
             * @description dependency measure that an edge has; 0.5 by default
             */
            dependency?: number;
            /**
             * Format: double
             * @description share of the people of the proposal that a step or an edge has; 0.05 by default
             */
            minPeople?: number;
        };
        DiscoveredEdge: {
            /** Format: double */
            dependency: number;
            /** @description empty: journeys begin with to */
            from: string;
            /** Format: int64 */
            passes: number;
            /** @description of the people of the proposal */
            people: components["schemas"]["Rate"];
            to: string;
        };
        DiscoveredStep: {
            /** Format: int64 */
            events: number;
            name: string;
            /** @description of all who have an event of a step or a touchpoint */
            people: components["schemas"]["Rate"];
            touchpoint: string;
        };
        Discovery: {
            /** @description over both thresholds and not drawn, the most people first; ids of steps, or touchpoint: and a touchpoint's */
            edges: components["schemas"]["DiscoveredEdge"][];
            /**
             * Format: int64
             * @description people with a step or a proposed one
             */
            people: number;
            steps: components["schemas"]["DiscoveredStep"][];
        };
        DrawnEdge: {
            from: string;
            to: string;
        };
        DrawnStep: {
            id: string;
            name?: string;
            rule: components["schemas"]["Filter"];
        };
        Driver: {
            /**
             * Format: double
             * @description average marginal effect: change of the probability
             */
            effect: number;
            /**
             * @description why it is not in the model: the same for everyone; a touchpoint that fewer than 20 people used, or all but fewer; a touchpoint that at least 95 % of those who used it have the outcome after, or 20 times as many or as few as of those who did not use it: a step of the outcome rather than a driver of it
             * @enum {string}
             */
            excluded?: "constant" | "rare" | "step";
            /** @enum {string} */
            factor: "satisfaction" | "ease" | "perception" | "other" | "touchpoint";
            /**
             * Format: double
             * @description variance inflation factor
             */
            inflation: number;
            /** @description the signal's name or the touchpoint's id */
            item: string;
            name: string;
            /** @description odds ratio with its 95 % interval, all other features being equal */
            odds: components["schemas"]["Mean"];
            /** Format: double */
            p: number;
            /** @enum {string} */
            part: "signal" | "touchpoint";
            /**
             * Format: int64
             * @description of the sample, who used the touchpoint; for a signal, all
             */
            people: number;
            /**
             * @description what the odds ratio and the effect are of: one standard deviation more, or using it
             * @enum {string}
             */
            per: "sd" | "use";
            /**
             * Format: double
             * @description p corrected for the number of features (Benjamini, Hochberg)
             */
            q: number;
            /**
             * Format: double
             * @description of all weights
             */
            share: number;
            /**
             * Format: double
             * @description relative weight: the part of r2
             */
            weight: number;
        };
        DriverFactor: {
            factor: string;
            /** Format: double */
            share: number;
            /** Format: double */
            weight: number;
        };
        DriverSignal: {
            filter: components["schemas"]["Filter"];
            /**
             * @description nps and csat are satisfaction, ces is ease, sentiment is perception; custom by default
             * @enum {string}
             */
            kind?: "nps" | "csat" | "ces" | "sentiment" | "custom";
            name: string;
            /** @description the numeric property that holds the score */
            property: string;
        };
        Drivers: {
            /** @description where a person's row begins: the first event that matches */
            anchor?: components["schemas"]["Filter"];
            /** @description what people do when they are moved: an order, a stage's entry, a recommendation */
            outcome: components["schemas"]["Filter"];
            /**
             * Format: double
             * @description how much effects are held back; 1 by default
             */
            ridge?: number;
            signals?: components["schemas"]["DriverSignal"][];
            /** @description ids of touchpoints that were used or not; * is all of them, which is the default without signals */
            touchpoints?: string[];
            /**
             * @description what counts as before; outcome by default
             * @enum {string}
             */
            until?: "outcome" | "anchor";
            /**
             * @description after the anchor; people whose window is not over yet, without the outcome, are left out; 0 is no limit
             * @example 7d
             */
            window?: string;
        };
        DriversAnswer: {
            /** @description some features tell much the same: their single effects are unsure, see inflation */
            collinear?: boolean;
            /** @description the heaviest first */
            drivers: components["schemas"]["Driver"][];
            factors: components["schemas"]["DriverFactor"][];
            /**
             * Format: int64
             * @description people who lack one of the signals
             */
            leftOut: number;
            /**
             * Format: double
             * @description 1 − log-likelihood / that of no features
             */
            mcFadden: number;
            /**
             * Format: int64
             * @description few_outcomes: so many people with and without the outcome it takes each
             */
            needed?: number;
            /** @description of the people in the sample */
            outcome: components["schemas"]["Rate"];
            /**
             * Format: double
             * @description squared correlation of outcome and predicted probability; the weights add up to it
             */
            r2: number;
            signals: components["schemas"]["SignalFigure"][];
            /**
             * @description not ok: not enough answers, there is no model
             * @enum {string}
             */
            state: "ok" | "few_people" | "few_outcomes" | "no_features";
            /**
             * Format: int64
             * @description people whose window is not over yet
             */
            unfinished: number;
        };
        Enrolment: {
            /** @description the URI as a QR code: a data: URL of a PNG picture */
            image: string;
            /** @description to be typed where no picture can be taken */
            seed: string;
            /** @description otpauth://… */
            uri: string;
        };
        Errors: {
            /** @description any of them */
            where?: components["schemas"]["Condition"][];
            words?: string | string[];
        };
        EventSchema: {
            channels: string[];
            /** Format: int64 */
            count: number;
            name: string;
            properties: components["schemas"]["FieldSchema"][];
        };
        EventScore: {
            /** @enum {string} */
            feeling: "negative" | "neutral" | "positive";
            /** Format: double */
            score: number;
            /** @description name of the model */
            scorer: string;
        };
        Exclusion: {
            filter: components["schemas"]["Filter"];
            /** Format: int64 */
            from?: number;
            /** Format: int64 */
            to?: number;
        };
        Field: {
            /** @description a stable word for exactly this, where screens say it in the language of who reads */
            code?: string;
            message: string;
            name: string;
            /** @description what the code's words name */
            with?: {
                [key: string]: string;
            };
        };
        FieldSchema: {
            name: string;
            /** @description over the limit of properties for each event: filters do not see it */
            notIndexed?: boolean;
            /** @description every value seen is a number */
            numeric: boolean;
            values: string[];
        };
        Figure: {
            /** Format: double */
            accuracy: number;
            how: string;
            licence?: string;
            /** Format: double */
            macro_f1: number;
            /** Format: double */
            macro_recall: number;
            /** Format: int64 */
            rows: number;
            set: string;
            trained: boolean;
        };
        Filter: {
            all?: components["schemas"]["Filter"][];
            any?: components["schemas"]["Filter"][];
            channel?: string | string[];
            /** @description one name or a list; any of them */
            event?: string | string[];
            not?: components["schemas"]["Filter"];
            /** @description source numbers */
            source?: string | string[];
            /** @description touchpoint ids */
            touchpoint?: string | string[];
            /** @description all must hold */
            where?: components["schemas"]["Condition"][];
        };
        FirstReview: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            product: string;
            public: boolean;
            /** Format: double */
            rating: number;
            text: string;
            title: string;
            who: string;
        };
        Friction: {
            /** @description what counts as going on; by default an event that enters the touchpoint's stage or a later one */
            conversion?: components["schemas"]["Filter"];
            /** @description so many detectors; all by default */
            detect?: ("errors" | "retries" | "loops" | "rage" | "exits" | "slow" | "signals")[];
            /** @description which events say that something went wrong */
            errors?: components["schemas"]["Errors"];
            /**
             * @description the quiet time that ends a session; 30m by default
             * @example 7d
             */
            gap?: string;
            /**
             * Format: int64
             * @description people on either side of a comparison; 20 by default
             */
            minPeople?: number;
            /**
             * Format: double
             * @description bound of the share of false findings; 0.05 by default
             */
            rate?: number;
            /** @description properties that hold what a conversion is worth; revenue and total by default */
            revenue?: string | string[];
            signals?: components["schemas"]["Signal"][];
            /** @description properties to look into; by default all that events at touchpoints carry */
            slices?: string[];
            /** @description properties that hold how long somebody waited: load and response times, waits */
            timings?: string | string[];
            /**
             * Format: int64
             * @description so many findings; 20 by default
             */
            top?: number;
            /**
             * @description how long after a pass a conversion or a signal still counts; 14d by default
             * @example 7d
             */
            window?: string;
        };
        FrictionAnswer: {
            findings: components["schemas"]["FrictionFinding"][];
            /** @description mean revenue of a conversion */
            orderValue: components["schemas"]["Measured"];
            /** @description every touchpoint that somebody came to */
            points: components["schemas"]["FrictionPoint"][];
            /**
             * Format: int64
             * @description how many comparisons were made; at most 5 % of the findings are expected to be false (Benjamini and Hochberg 1995)
             */
            tests: number;
        };
        FrictionFinding: {
            /**
             * @description rest: other values at the same touchpoint; peers: comparable touchpoints of the stage
             * @enum {string}
             */
            against: "rest" | "peers";
            /** @description other signs at the same place */
            also?: components["schemas"]["FrictionSign"][];
            /** @description the same of those that it was compared with */
            compared: components["schemas"]["Rate"];
            /** @description difference of the shares, or Cliff's delta */
            excess: components["schemas"]["Interval"];
            /** @enum {string} */
            kind: "errors" | "retries" | "loops" | "rage" | "exits" | "slow" | "signals";
            /** @description slow and signals: the mean */
            level?: components["schemas"]["Measured"];
            /** @description slow: the property; signals: the scale */
            measure?: string;
            /** @description key of the sentence that says it */
            message: string;
            name: string;
            /** Format: double */
            p: number;
            params: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description people affected
             */
            people: number;
            /** @description people who would have gone on: the excess, times how much less those affected go on */
            peopleLost: components["schemas"]["Interval"];
            /**
             * Format: double
             * @description the least false-discovery rate at which this is a finding
             */
            q: number;
            /** @description people of the place whose first pass had it */
            share: components["schemas"]["Rate"];
            /** @description the part of the touchpoint where it is concentrated; none is all of it */
            slice?: components["schemas"]["FrictionSlice"][];
            stage?: string;
            touchpoint: string;
            /** @description slow and signals: the mean of those that it was compared with */
            usual?: components["schemas"]["Measured"];
            valueLost: components["schemas"]["Interval"];
            /**
             * Format: double
             * @description slow and signals: the level beyond which people are affected, the median of those that it was compared with; the item of their cell
             */
            worse?: number;
        };
        FrictionPoint: {
            errors: components["schemas"]["Rate"];
            exits: components["schemas"]["Rate"];
            /** @description those who went on, of those for whom there is something to go on to */
            going: components["schemas"]["Rate"];
            id: string;
            loops: components["schemas"]["Rate"];
            name: string;
            /** Format: int64 */
            people: number;
            rage: components["schemas"]["Rate"];
            retries: components["schemas"]["Rate"];
            stage?: string;
        };
        FrictionSign: {
            compared: components["schemas"]["Rate"];
            kind: string;
            measure?: string;
            /** Format: double */
            q: number;
            share: components["schemas"]["Rate"];
        };
        FrictionSlice: {
            property: string;
            value: string;
        };
        Funnel: {
            /**
             * @description person by default
             * @enum {string}
             */
            count?: "person" | "entry";
            exclusions?: components["schemas"]["Exclusion"][];
            /**
             * @description sequence by default
             * @enum {string}
             */
            order?: "sequence" | "strict" | "any";
            steps: components["schemas"]["Step"][];
            /** @description leaves medians and histograms out, which is faster */
            untimed?: boolean;
            /**
             * @description 14d by default
             * @example 7d
             */
            window?: string;
        };
        FunnelAnswer: {
            groups: components["schemas"]["FunnelGroup"][];
        };
        FunnelGroup: {
            /** @description of the same times */
            histogram?: components["schemas"]["Bin"][];
            other?: boolean;
            steps: components["schemas"]["FunnelStep"][];
            /** @description from the first to the last step, of those who reached it */
            total: components["schemas"]["Times"];
            value: string;
        };
        FunnelStep: {
            /**
             * Format: int64
             * @description reached this step but not the next required one
             */
            dropped: number;
            fromPrev: components["schemas"]["Rate"];
            name: string;
            optional?: boolean;
            overall: components["schemas"]["Rate"];
            /** Format: int64 */
            reached: number;
            /** @description from the matched step before */
            times: components["schemas"]["Times"];
        };
        FuturePoint: {
            /** Format: double */
            days: number;
            /** Format: double */
            purchases: number;
            purchasesBounds?: components["schemas"]["Bounds"];
            /** Format: double */
            revenue: number;
            revenueBounds?: components["schemas"]["Bounds"];
        };
        Group: {
            segment: components["schemas"]["Segment"];
            /** @description the id of the saved segment by default */
            value?: string;
        };
        HeardCorrection: {
            /**
             * Format: date-time
             * @description when they said it
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /**
             * @description what they said
             * @enum {string}
             */
            feeling: "negative" | "neutral" | "positive";
            /**
             * @description what the model had said
             * @enum {string}
             */
            was: "negative" | "neutral" | "positive" | "not_scored" | "unsupported";
            who: string;
        };
        HeardFailed: {
            /**
             * Format: date-time
             * @description when it is tried again
             * @example 2026-01-31T09:30:00.000Z
             */
            again: string;
            /**
             * Format: date-time
             * @description when it was tried last
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            id: string;
            /**
             * @description its rule cannot be read; a kept text is damaged; the database did not give the texts
             * @enum {string}
             */
            why: "rule" | "damaged" | "database";
        };
        HeardListening: {
            all: components["schemas"]["HeardTally"];
            /**
             * Format: int64
             * @description the last change that this knows
             */
            asOf: number;
            /** @description so many texts have these words that only the newest 20,000 of them were looked through */
            capped?: boolean;
            channels: components["schemas"]["HeardPlace"][];
            /** @description those of reading that could not be looked up; that is tried again */
            failed?: components["schemas"]["HeardFailed"][];
            /**
             * Format: int64
             * @description likes, replies and shares, where the network tells them
             */
            interactions: number;
            /** @enum {string} */
            interval: "hour" | "day" | "week" | "month";
            /** @description of authors */
            kinds: components["schemas"]["HeardPlace"][];
            networks: components["schemas"]["HeardPlace"][];
            /**
             * Format: int64
             * @description how many may have seen them, summed: the same people may have seen several
             */
            reach: number;
            /** @description topics that are new or changed, whose mentions are being looked up among many: shares are without them; ask again soon */
            reading?: string[];
            /** @description of the periods */
            starts: string[];
            /** @description in the order of the topics */
            topics: components["schemas"]["HeardTopicTally"][];
            /**
             * Format: int64
             * @description mentions that name the brand or a competitor
             */
            voice: number;
        };
        HeardMean: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /**
             * Format: int64
             * @description texts with a score
             */
            n: number;
            /** Format: double */
            value: number;
        };
        HeardPeriod: {
            /** Format: int64 */
            negative: number;
            /** Format: int64 */
            neutral: number;
            /** Format: int64 */
            notScored: number;
            /** Format: int64 */
            positive: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            start: string;
            /** Format: int64 */
            texts: number;
            /** Format: int64 */
            unsupported: number;
        };
        HeardPlace: {
            /**
             * Format: int64
             * @description likes, replies and shares, where the network tells them
             */
            interactions: number;
            /** Format: int64 */
            negative: number;
            /** Format: int64 */
            neutral: number;
            /** Format: int64 */
            notScored: number;
            /** Format: int64 */
            positive: number;
            /**
             * Format: int64
             * @description how many may have seen them, summed: the same people may have seen several
             */
            reach: number;
            /** Format: int64 */
            texts: number;
            /** Format: int64 */
            unsupported: number;
            /** @description empty where it is not told */
            value: string;
        };
        HeardScoring: {
            /** @description of the problem, for words in another language */
            code?: string;
            model: string;
            /** @description what is wrong, where something is */
            problem?: string;
            /**
             * Format: int64
             * @description texts of this workspace that it has not scored
             */
            waiting: number;
            /** @description what these words are filled with */
            with?: {
                [key: string]: string;
            };
        };
        HeardSummary: {
            all: components["schemas"]["HeardTally"];
            /**
             * Format: int64
             * @description the last change that this knows
             */
            asOf: number;
            /** @description so many texts have these words that only the newest 20,000 of them were looked through */
            capped?: boolean;
            channels: components["schemas"]["HeardValue"][];
            events: components["schemas"]["HeardValue"][];
            /** @description those of reading that could not be looked up; that is tried again */
            failed?: components["schemas"]["HeardFailed"][];
            /** @enum {string} */
            interval: "hour" | "day" | "week" | "month";
            languages: components["schemas"]["HeardValue"][];
            /** @description absent where no text has a score */
            mean?: components["schemas"]["HeardMean"];
            /** @description of the texts with a score */
            negativeShare: components["schemas"]["Rate"];
            /** @description of mentions */
            networks: components["schemas"]["HeardValue"][];
            /** @description of the texts with a score */
            neutralShare: components["schemas"]["Rate"];
            periods: components["schemas"]["HeardPeriod"][];
            /** @description of the texts with a score */
            positiveShare: components["schemas"]["Rate"];
            /** @description themes that are new or changed, whose texts are being looked up among many: ask again soon */
            reading?: string[];
            themes: components["schemas"]["HeardThemeTally"][];
            /** @description by id; empty for texts at none */
            touchpoints: components["schemas"]["HeardValue"][];
        };
        HeardTally: {
            /** Format: int64 */
            negative: number;
            /** Format: int64 */
            neutral: number;
            /** Format: int64 */
            notScored: number;
            /** Format: int64 */
            positive: number;
            /** Format: int64 */
            texts: number;
            /** Format: int64 */
            unsupported: number;
        };
        HeardThemeTally: {
            fresh: components["schemas"]["ThemeFresh"];
            id: string;
            /** Format: int64 */
            negative: number;
            /** @description of its texts with a score */
            negativeShare: components["schemas"]["Rate"];
            /** Format: int64 */
            neutral: number;
            /** Format: int64 */
            notScored: number;
            /** @description its texts by period */
            periods: number[];
            /** Format: int64 */
            positive: number;
            /** @description of its texts with a score */
            positiveShare: components["schemas"]["Rate"];
            /** @description of the texts */
            share: components["schemas"]["Rate"];
            /** Format: int64 */
            texts: number;
            /** Format: int64 */
            unsupported: number;
        };
        HeardTopicPeriod: {
            /** @description absent where no mention has a score */
            mean?: components["schemas"]["HeardMean"];
            /** Format: int64 */
            negative: number;
            /** Format: int64 */
            neutral: number;
            /** Format: int64 */
            notScored: number;
            /** Format: int64 */
            positive: number;
            /** @description of the period's mentions that name any topic of the voice; of all mentions, for a topic outside of it */
            share: components["schemas"]["Rate"];
            /** Format: int64 */
            texts: number;
            /** Format: int64 */
            unsupported: number;
        };
        HeardTopicTally: {
            id: string;
            /**
             * Format: int64
             * @description likes, replies and shares, where the network tells them
             */
            interactions: number;
            /** @description absent where no mention has a score */
            mean?: components["schemas"]["HeardMean"];
            /** Format: int64 */
            negative: number;
            /** @description of its mentions with a score */
            negativeShare: components["schemas"]["Rate"];
            /** Format: int64 */
            neutral: number;
            /** Format: int64 */
            notScored: number;
            periods: components["schemas"]["HeardTopicPeriod"][];
            /** Format: int64 */
            positive: number;
            /** @description of its mentions with a score */
            positiveShare: components["schemas"]["Rate"];
            /**
             * Format: int64
             * @description how many may have seen them, summed: the same people may have seen several
             */
            reach: number;
            /** @description of the mentions that name any topic of the voice; of all mentions, for a topic outside of it */
            share: components["schemas"]["Rate"];
            /** Format: int64 */
            texts: number;
            /** Format: int64 */
            unsupported: number;
        };
        HeardTrial: {
            /** @description the newest mentions that fit */
            examples: components["schemas"]["HeardTrialExample"][];
            /**
             * Format: int64
             * @description mentions that were looked through: the newest of them
             */
            looked: number;
            /** Format: int64 */
            matches: number;
            /**
             * Format: int64
             * @description mentions of the range
             */
            of: number;
        };
        HeardTrialExample: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            author?: string;
            network: string;
            parts: components["schemas"]["TopicPart"][];
            /** Format: int64 */
            seq: number;
        };
        HeardValue: {
            /** Format: int64 */
            negative: number;
            /** Format: int64 */
            neutral: number;
            /** Format: int64 */
            notScored: number;
            /** Format: int64 */
            positive: number;
            /** Format: int64 */
            texts: number;
            /** Format: int64 */
            unsupported: number;
            value: string;
        };
        HelpAnswer: {
            hits: components["schemas"]["HelpHit"][];
            /** @description the first one answers the question as far as words can tell; else say that there is no answer */
            known: boolean;
        };
        HelpArticle: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            changedBy: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @description the language to fall back on */
            first: string;
            /** @example a3 */
            id: string;
            /** @enum {string} */
            kind: "article" | "faq";
            owner: string;
            /** @description drafts are seen by the team alone */
            published: boolean;
            /** @description by language: en, id, zh-Hant, or any other tag */
            texts: {
                [key: string]: components["schemas"]["HelpText"];
            };
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        HelpAsked: {
            /**
             * Format: int64
             * @description how often; the same words in another order are the same question
             */
            count: number;
            /** @description somebody has seen to it */
            done: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            first: string;
            /** @example q5 */
            id: string;
            language?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            last: string;
            /** @description as it was asked first */
            text: string;
        };
        HelpBody: {
            /** @description the language to fall back on */
            first?: string;
            /** @enum {string} */
            kind?: "article" | "faq";
            owner?: string;
            published?: boolean;
            /** @description by language */
            texts: {
                [key: string]: components["schemas"]["HelpText"];
            };
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        HelpComparison: {
            /** @description none where they are the same */
            differences: components["schemas"]["HelpDifference"][];
        };
        HelpDifference: {
            /** @enum {string} */
            field: "title" | "body" | "words" | "first" | "kind" | "owner" | "published";
            /** @description of a text */
            language?: string;
            /** @description all of the part, in order */
            lines: components["schemas"]["HelpLine"][];
        };
        HelpDone: {
            done: boolean;
        };
        HelpHit: {
            article: string;
            /**
             * Format: double
             * @description share of the question's words that it holds
             */
            covered: number;
            /** @description of the text shown */
            language: string;
            /** @description the beginning of its text, without marks */
            summary: string;
            title: string;
        };
        HelpLine: {
            text: string;
            /**
             * @description in both; in the first alone; in the second alone
             * @enum {string}
             */
            what: "same" | "out" | "in";
        };
        HelpMarkdown: {
            markdown: string;
        };
        HelpPreview: {
            /** @description safe to show */
            html: string;
        };
        HelpQuestion: {
            /** @description whose timeline the question goes on */
            anonymousId?: string;
            /** @description that they read, the best first */
            languages?: string[];
            question: string;
            userId?: string;
        };
        HelpReading: {
            article: string;
            /** @description safe to show: no script, no style, no form */
            html: string;
            /** @description of the text: the first of those asked for that the article has, else its main one */
            language: string;
            title: string;
        };
        HelpRestore: {
            /** Format: int64 */
            version: number;
        };
        HelpSaid: {
            helped: boolean;
        };
        HelpShelf: {
            articles: components["schemas"]["HelpArticle"][];
            /** @description questions that no article answered, those asked most often first, settled ones last */
            asked: components["schemas"]["HelpAsked"][];
            /** @description the public help page; absent where there is none */
            site?: components["schemas"]["HelpSite"];
            /** @description of those that anybody has read */
            use: components["schemas"]["HelpUse"][];
        };
        HelpSite: {
            /** @description anybody may read the published articles */
            open: boolean;
            /** @description of its address: /help/{slug} */
            slug: string;
            title: string;
        };
        HelpText: {
            /** @description Markdown; HTML in it is left out */
            body: string;
            title: string;
            /** @description other words that people ask with; searched, not shown */
            words?: string;
        };
        HelpUse: {
            article: string;
            /** @description said that it helped, of those who said anything, with Wilson's interval */
            helped: components["schemas"]["Rate"];
            /** Format: int64 */
            read: number;
        };
        HelpVersions: {
            versions: components["schemas"]["HelpArticle"][];
        };
        HistoryPoint: {
            /** Format: int64 */
            actual: number;
            /** Format: double */
            expected: number;
            holdout?: boolean;
            until: string;
        };
        HoldoutGroup: {
            /** Format: double */
            actual: number;
            /** Format: double */
            expected: number;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            repeats: number;
        };
        ID: {
            type: string;
            value: string;
        };
        IdentityDifference: {
            /** @example email */
            type: string;
            value: string;
            /**
             * @description used; or set aside because a limit would break, it waits for a review, or somebody rejected it
             * @enum {string}
             */
            was: "used" | "limit" | "review" | "rejected";
            /** @enum {string} */
            would: "used" | "limit" | "review" | "rejected" | "blocked";
        };
        IdentityExample: {
            /** @description as they are; at most 20 */
            persons: string[];
            /** Format: int64 */
            personsTotal: number;
            /** @description the ids of each person as they would be; at most 20 of 20 */
            then: components["schemas"]["ID"][][];
            /** Format: int64 */
            thenTotal: number;
            /** @description ids that tie these people together now and would not, or the other way round; at most 10 */
            why: components["schemas"]["IdentityDifference"][];
        };
        IdentityRules: {
            /** @description values that name nobody, beside the built-in ones; case does not matter */
            blocked?: string[];
            /** @description how many ids of a type a person may have; 1 to 100000 each */
            limits: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description a person of more events joins others only after a review
             * @example 10000
             */
            maxMergeEvents: number;
            /**
             * Format: int64
             * @description holds for types that limits does not name
             * @example 5
             */
            otherLimit: number;
            /** @description types, highest first; the rest follow A-Z. The lowest id of an event is set aside first */
            priority: string[];
        };
        IdentityTrial: {
            /**
             * Format: int64
             * @description subjects whose ids would all be blocked
             */
            dropped: number;
            /** @description at most 20 */
            examples: components["schemas"]["IdentityExample"][];
            /**
             * Format: int64
             * @description people that would be part of a larger one
             */
            merged: number;
            /** Format: int64 */
            peopleNow: number;
            /** Format: int64 */
            peopleThen: number;
            /**
             * Format: int64
             * @description merges that would wait for a decision
             */
            reviews: number;
            /**
             * Format: int64
             * @description people that would be several
             */
            split: number;
            /**
             * Format: int64
             * @description exact sets of ids that were seen: events stay with theirs under any rules
             */
            subjects: number;
        };
        Interval: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: double */
            value: number;
        };
        Ledger: {
            rows: components["schemas"]["LedgerRow"][];
            total: components["schemas"]["LedgerTotal"];
        };
        LedgerRow: {
            /** Format: int64 */
            duplicate: number;
            /** @description rejected events by reason */
            reasons?: {
                [key: string]: number;
            };
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            rejected: number;
            /** Format: int32 */
            source: number;
            /** @description of deleted sources too */
            sourceName?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            start: string;
            /** Format: int64 */
            stored: number;
        };
        LedgerTotal: {
            /** Format: int64 */
            duplicate: number;
            /** @description rejected events by reason */
            reasons?: {
                [key: string]: number;
            };
            /** Format: int64 */
            received: number;
            /** Format: int64 */
            rejected: number;
            /** Format: int64 */
            stored: number;
        };
        Lift: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: double */
            value: number;
            with: components["schemas"]["Rate"];
            without: components["schemas"]["Rate"];
        };
        LinkID: {
            /**
             * Format: int32
             * @description of an anonymous id: which of the users of that device
             */
            epoch?: number;
            /**
             * @description used and known to nobody before; used and the evidence; or set aside because a limit would break, it waits for a review, somebody rejected it, or the link was revoked
             * @enum {string}
             */
            status: "new" | "known" | "limit" | "review" | "rejected" | "revoked";
            /** @example email */
            type: string;
            value: string;
        };
        ListenField: {
            /** @example url */
            name: string;
            /** @description what it may be, where that is a choice */
            options?: string[];
            required: boolean;
            /** @description kept sealed, and never shown again */
            secret: boolean;
        };
        ListenReceived: {
            /**
             * Format: int64
             * @description how many there were
             */
            mentions: number;
            /**
             * Format: int64
             * @description how many of them were new
             */
            stored: number;
        };
        ListenState: {
            /**
             * @description a stable word for it, where there is one
             * @example unreachable
             */
            code?: string;
            /**
             * Format: date-time
             * @description when it last went wrong
             * @example 2026-01-31T09:30:00.000Z
             */
            failed?: string;
            /**
             * Format: int64
             * @description how often in a row it has gone wrong
             */
            failures: number;
            /**
             * Format: date-time
             * @description when it last went well
             * @example 2026-01-31T09:30:00.000Z
             */
            good?: string;
            /**
             * Format: int64
             * @description how many it has brought so far
             */
            mentions: number;
            /**
             * Format: date-time
             * @description when it is fetched next
             * @example 2026-01-31T09:30:00.000Z
             */
            next?: string;
            /** @description what is wrong, and what to do, in English */
            problem?: string;
            /**
             * @description what the code's words name
             * @example {
             *       "host": "feeds.example.com"
             *     }
             */
            with?: {
                [key: string]: string;
            };
        };
        LiveCount: {
            /**
             * Format: int64
             * @description people known, where the index knows
             */
            people?: number;
            /**
             * Format: int64
             * @description the last durable change
             */
            seq: number;
            /**
             * Format: int64
             * @description changes in the last second
             */
            stored: number;
        };
        LiveEvent: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description what was wrong with it, for people */
            detail?: string;
            messageId: string;
            /** @example Order Completed */
            name: string;
            /** @enum {string} */
            outcome: "stored" | "duplicate" | "rejected";
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person?: string;
            /** @description why it was rejected: a stable word */
            reason?: string;
            /** @description the detail as a stable word and values, for those who say it in another language */
            told?: components["schemas"]["Told"];
            /** @example track */
            type: string;
        };
        LooseEvents: {
            channel: string;
            event: string;
            /** Format: int64 */
            events: number;
            /** Format: int64 */
            people: number;
        };
        Map: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            changedBy: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            description: string;
            /** @example m12 */
            id: string;
            name: string;
            /** @description who looks after it */
            owner: string;
            /** @description the map that shows the other state of the same journey */
            pair: string;
            personas: components["schemas"]["MapPersona"][];
            /**
             * Format: int64
             * @description one more at each change
             */
            revision: number;
            /** @enum {string} */
            state: "as_is" | "to_be";
        };
        MapCard: {
            channel?: string;
            /**
             * Format: int64
             * @description from 1; 0 is not said
             */
            effort?: number;
            evidence?: components["schemas"]["MapEvidence"];
            id: string;
            /** @description id of an image of the map */
            image?: string;
            /**
             * Format: int64
             * @description from 1; 0 is not said
             */
            impact?: number;
            lane: string;
            /** @description a moment of truth */
            moment?: boolean;
            note?: string;
            /** @description what else was written at the same moment and could not be merged: a person chooses */
            others?: components["schemas"]["MapOther"][];
            owner?: string;
            place: string;
            /**
             * @description how far what it says has come; none is proposed
             * @enum {string}
             */
            status?: "open" | "in_work" | "done" | "dismissed";
            step: string;
            text: string;
            /** @description id of a touchpoint */
            touchpoint?: string;
            /**
             * Format: int64
             * @description emotion from -2 to 2, engagement from 1 to 5
             */
            value?: number;
        };
        MapChange: {
            /**
             * Format: int64
             * @description the revision that the author saw
             */
            base: number;
            /** @description which of the author's screens: what the same one did itself is no surprise to it */
            client?: string;
            /** @description made by the author's program, a UUID: the same change sent again is answered again and applied once */
            id: string;
            /** @description why */
            note?: string;
            ops: components["schemas"]["MapOp"][];
        };
        MapChanges: {
            changes: components["schemas"]["MapEntry"][];
            /** @description there are more behind these: ask again since the last one */
            more: boolean;
        };
        MapComment: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            by: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            edited?: string;
            /** @example c7 */
            id: string;
            /** @description users */
            mentions: number[];
            /** @description id of the thing; empty is the whole map */
            on: string;
            resolved: boolean;
            text: string;
            /**
             * Format: int64
             * @description the author; none where it was a program
             */
            user?: number;
        };
        MapCommentChange: {
            mentions?: number[];
            resolved?: boolean;
            text?: string;
        };
        MapCommentList: {
            comments: components["schemas"]["MapComment"][];
        };
        MapCommentNew: {
            /** @description members of the workspace */
            mentions?: number[];
            /** @description id of the thing; empty is the whole map */
            on?: string;
            text: string;
        };
        MapComparison: {
            differences: components["schemas"]["MapDifference"][];
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            to: number;
        };
        MapCopy: {
            /** @description the same where it is absent */
            name?: string;
            /** @enum {string} */
            state: "as_is" | "to_be";
        };
        MapDifference: {
            /** @description in the order of their names */
            fields: components["schemas"]["MapFieldShift"][];
            id: string;
            /** @enum {string} */
            kind: "map" | "stage" | "step" | "lane" | "card" | "edge";
            /** @enum {string} */
            what: "added" | "removed" | "changed";
        };
        MapEdge: {
            from: string;
            id: string;
            label?: string;
            place: string;
            to: string;
        };
        MapEntry: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description the author's name */
            by: string;
            /** @description as the author's screen named itself */
            client?: string;
            /** @description of the change */
            id: string;
            /** @description ids of what was to be deleted and is kept, because somebody else had just changed it */
            kept?: string[];
            note?: string;
            /** @description what it came to: the fields as they are since; whoever sets them has the sheet of this revision */
            ops: components["schemas"]["MapOp"][];
            /** Format: int64 */
            revision: number;
        };
        MapEvidence: {
            note?: string;
            /** @description id of a pain point of the register */
            pain?: string;
            question?: components["schemas"]["Question"];
            rule?: components["schemas"]["Filter"];
            /** @enum {string} */
            signal?: "csat" | "nps" | "ces" | "sentiment";
            /** @description id of a touchpoint */
            touchpoint?: string;
        };
        MapFieldShift: {
            from?: unknown;
            name: string;
            to?: unknown;
        };
        MapFile: {
            description?: string;
            /** @enum {string} */
            format: "jejak-map";
            /** @description pictures that cards show, as many as have 32 MB together */
            images?: components["schemas"]["MapFileImage"][];
            name: string;
            owner?: string;
            personas?: components["schemas"]["MapPersona"][];
            sheet: components["schemas"]["MapSheet"];
            /** @enum {string} */
            state?: "as_is" | "to_be";
            /** Format: int64 */
            version: number;
        };
        MapFileImage: {
            /** @description a PNG, JPEG, WebP or GIF image, in base64 */
            data: string;
            id: string;
            name?: string;
        };
        MapImage: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            by: string;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            height: number;
            id: string;
            name: string;
            /** @enum {string} */
            type: "image/png" | "image/jpeg" | "image/webp" | "image/gif";
            /** Format: int64 */
            width: number;
        };
        MapImageList: {
            images: components["schemas"]["MapImage"][];
        };
        MapImageNew: {
            /** @description the file, in base64 */
            data: string;
            name: string;
        };
        MapLane: {
            id: string;
            /** @enum {string} */
            kind: "goal" | "action" | "touchpoint" | "question" | "motive" | "weigh" | "emotion" | "engagement" | "pain" | "moment" | "opportunity" | "backstage" | "owner" | "metric" | "image" | "text";
            name: string;
            place: string;
        };
        MapList: {
            maps: components["schemas"]["Map"][];
        };
        MapLive: {
            change?: components["schemas"]["MapEntry"];
            /**
             * @description talk: comments or tasks are not what they were
             * @enum {string}
             */
            kind: "change" | "presence" | "talk";
            presence?: components["schemas"]["MapPresent"][];
        };
        MapLook: {
            /** @description the period before, or another segment */
            compare?: components["schemas"]["Compare"];
            range?: components["schemas"]["Range"];
            /**
             * Format: int64
             * @description 0 is the last one; an old one, or one with a name, is read with the touchpoints, stages and segments that were kept with it
             */
            revision?: number;
            /** @description only people who match count; a persona's is that of its saved segment */
            segment?: components["schemas"]["Segment"];
        };
        MapNew: {
            description?: string;
            /** @description of the template's texts: en, id or zh-Hant */
            language?: string;
            name: string;
            /**
             * @description as_is where it is absent
             * @enum {string}
             */
            state?: "as_is" | "to_be";
            /** @description id of a template; an empty sheet where it is absent */
            template?: string;
        };
        MapNotice: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description whose doing it is; empty of what is due */
            by: string;
            /**
             * Format: int64
             * @description changes, 1 of anything else
             */
            count: number;
            /** @enum {string} */
            kind: "mention" | "reply" | "task" | "due" | "done" | "change";
            map: string;
            mapName: string;
            /** @description since the person looked */
            new: boolean;
            /** @description of the comment, or the task's title */
            text: string;
            /** @description id of the thing of the map; empty is the whole map */
            thing: string;
        };
        MapOp: {
            /** @enum {string} */
            do: "put" | "delete";
            /** @description these alone are set */
            fields?: {
                [key: string]: unknown;
            };
            /** @description made by who makes the thing: up to 40 letters, digits, - and _; empty for the map itself */
            id?: string;
            /** @enum {string} */
            kind: "map" | "stage" | "step" | "lane" | "card" | "edge";
            /** @description in what a change came to: what somebody else had just written in these fields, where it could not be merged and this stands instead. What is sent here is ignored */
            over?: {
                [key: string]: unknown;
            };
            /** @description what the author saw in these fields: what somebody else has changed meanwhile is merged with it, never overwritten. Of a deletion: it is done only where these are still so */
            was?: {
                [key: string]: unknown;
            };
        };
        MapOpportunities: {
            opportunities: components["schemas"]["MapOpportunity"][];
        };
        MapOpportunity: {
            card: string;
            /** Format: int64 */
            effort: number;
            /** @enum {string} */
            evidence: "assumed" | "partly" | "full";
            /** Format: int64 */
            impact: number;
            lane: string;
            map: string;
            mapName: string;
            owner: string;
            /** @description id of the pain point that it stands for */
            pain: string;
            /** @enum {string} */
            state: "as_is" | "to_be";
            /**
             * @description of the card; where it stands for a pain point, that one's, and done is mended
             * @enum {string}
             */
            status: "proposed" | "open" | "in_work" | "done" | "dismissed";
            /** @description its name */
            step: string;
            /**
             * Format: int64
             * @description that are not done
             */
            tasks: number;
            text: string;
            /** @description id of the touchpoint that it is bound to */
            touchpoint: string;
        };
        MapOrigin: {
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /**
             * @description its question
             * @enum {string}
             */
            of: "flow" | "steps" | "cards";
        };
        MapOther: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            by: string;
            field: string;
            value: unknown;
        };
        MapOutcome: {
            /** @description ids of what was to be deleted and is kept, because somebody else had just changed it */
            kept: string[];
            /** @description the fields as they are since */
            ops: components["schemas"]["MapOp"][];
            /** Format: int64 */
            revision: number;
        };
        MapOverlay: {
            /**
             * Format: int64
             * @description the last change that it knows
             */
            asOf: number;
            /** @description that are bound to data, or tell a feeling */
            cards: components["schemas"]["MapOverlayCard"][];
            /** @description none where no step has a rule */
            fit?: components["schemas"]["MapOverlayFit"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            from?: string;
            /**
             * Format: int64
             * @description how many answers or opinions a measured feeling stands on at least
             */
            least: number;
            /** @description cards whose rule is not asked about, as 500 different ones are the most */
            leftOut: string[];
            /** @description of the register: those that cards stand for, and those of steps that no card stands for yet */
            pains: components["schemas"]["MapOverlayPain"][];
            /** @description with an event of any step */
            people?: components["schemas"]["MapOverlayCount"];
            questions: components["schemas"]["MapOverlayQuestions"];
            /** Format: int64 */
            revision: number;
            /** @description in the order of the sheet */
            steps: components["schemas"]["MapOverlayStep"][];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            to?: string;
        };
        MapOverlayCard: {
            card: string;
            /** @enum {string} */
            evidence: "assumed" | "partly" | "full";
            feeling?: components["schemas"]["MapOverlayFeeling"];
            /** @description of the question that it is bound to */
            metric?: components["schemas"]["MapOverlayMetric"];
            /** @description of the touchpoint or rule that it is bound to */
            people?: components["schemas"]["MapOverlayCount"];
            /** @description of that touchpoint or rule; of the signal that it is bound to, at its step */
            signals: components["schemas"]["MapOverlaySignal"][];
        };
        MapOverlayCount: {
            /**
             * Format: int64
             * @description of the comparison
             */
            before?: number;
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /** @description against the comparison, as a share of it, with its 95 % interval (log-normal, of Poisson counts) */
            change?: components["schemas"]["Interval"];
            /** Format: int64 */
            n: number;
            /**
             * @description its question
             * @enum {string}
             */
            of: "flow" | "steps" | "cards";
        };
        MapOverlayDeviation: {
            before?: components["schemas"]["Rate"];
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /** @description less the share of the comparison, with Newcombe's hybrid score interval */
            change?: components["schemas"]["Interval"];
            /** Format: double */
            high: number;
            /** Format: int64 */
            k: number;
            /** @enum {string} */
            kind: "skip" | "insert" | "repeat" | "order" | "off" | "early";
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /**
             * @description its question
             * @enum {string}
             */
            of: "flow" | "steps" | "cards";
            step?: string;
            /** Format: double */
            value: number;
        };
        MapOverlayEdge: {
            before?: components["schemas"]["Rate"];
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /** @description less the share of the comparison, with Newcombe's hybrid score interval */
            change?: components["schemas"]["Interval"];
            /** Format: double */
            high: number;
            /** Format: int64 */
            k: number;
            /** Format: double */
            low: number;
            /**
             * Format: int64
             * @description milliseconds between the two
             */
            median: number;
            /** Format: int64 */
            n: number;
            /**
             * @description its question
             * @enum {string}
             */
            of: "flow" | "steps" | "cards";
            to: string;
            /** Format: double */
            value: number;
        };
        MapOverlayFeeling: {
            /** Format: int64 */
            assumed?: number;
            /** @description measured less assumed */
            gap?: components["schemas"]["Interval"];
            /** @description the gap is 1 or more, and its interval is all on one side of 0 */
            large?: boolean;
            measured?: components["schemas"]["Interval"];
            /** Format: int64 */
            n: number;
            origin?: components["schemas"]["MapOrigin"];
            /** @description the one that is measured by; none where none has enough answers */
            scale?: string;
        };
        MapOverlayFit: {
            /** @description where they leave, the most people first, at most 5 */
            deviations: components["schemas"]["MapOverlayDeviation"][];
            /** @description of all that are not under way */
            fits: components["schemas"]["MapOverlayRate"];
            left: components["schemas"]["MapOverlayRate"];
            strays: components["schemas"]["MapOverlayRate"];
            underway: components["schemas"]["MapOverlayRate"];
        };
        MapOverlayMetric: {
            /**
             * Format: double
             * @description of the comparison
             */
            before?: number;
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /** @description less the share of the comparison; of counts, as a share of it */
            change?: components["schemas"]["Interval"];
            /** @description why there is no figure: the question cannot be asked any more */
            fault?: string;
            /** @description of a share, 95 % */
            interval?: components["schemas"]["Interval"];
            /**
             * Format: int64
             * @description people, or what the share is of
             */
            n: number;
            question: components["schemas"]["Question"];
            /** @enum {string} */
            unit: "count" | "share" | "number";
            /** Format: double */
            value: number;
        };
        MapOverlayPain: {
            /** @description the card that stands for it; none where it is only proposed for the step */
            card?: string;
            id: string;
            message?: string;
            params?: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description affected in the range; of a proposed one, when it was last found
             */
            people: number;
            share: components["schemas"]["Rate"];
            /** @enum {string} */
            status: "proposed" | "open" | "in_work" | "mended" | "dismissed";
            step: string;
            /** @description empty where the message says it */
            title: string;
        };
        MapOverlayQuestions: {
            /** @description touchpoints, with what cards are bound to as places */
            cards?: components["schemas"]["Question"];
            /** @description conformance: who passes the steps and edges */
            flow?: components["schemas"]["Question"];
            /** @description touchpoints, with the steps as places: time, signals, worth */
            steps?: components["schemas"]["Question"];
        };
        MapOverlayRate: {
            before?: components["schemas"]["Rate"];
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /** @description less the share of the comparison, with Newcombe's hybrid score interval */
            change?: components["schemas"]["Interval"];
            /** Format: double */
            high: number;
            /** Format: int64 */
            k: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /**
             * @description its question
             * @enum {string}
             */
            of: "flow" | "steps" | "cards";
            /** Format: double */
            value: number;
        };
        MapOverlaySignal: {
            /** @description of the comparison */
            before?: components["schemas"]["SignalFigs"];
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /** @description less the figure of the comparison, its interval out of both (Donner and Zou 2012) */
            change?: components["schemas"]["Interval"];
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /**
             * @description its question
             * @enum {string}
             */
            of: "flow" | "steps" | "cards";
            scale: string;
            /** Format: double */
            value: number;
        };
        MapOverlayStep: {
            /**
             * Format: int64
             * @description how often people come to it; events in a row are one
             */
            entries: number;
            /**
             * @description full: a rule that has data in the range
             * @enum {string}
             */
            evidence: "assumed" | "partly" | "full";
            /** @description people whose journey ends here so far */
            exits?: components["schemas"]["MapOverlayRate"];
            /**
             * Format: int64
             * @description milliseconds to the next step
             */
            median: number;
            /**
             * Format: int64
             * @description how often another step follows
             */
            moves: number;
            /** @description conversion to each step that it leads to on the map */
            next: components["schemas"]["MapOverlayEdge"][];
            people?: components["schemas"]["MapOverlayCount"];
            /** @description people with more than one event of it */
            repeats?: components["schemas"]["MapOverlayRate"];
            /** @description said after the step and before any other one; scales are never mixed */
            signals: components["schemas"]["MapOverlaySignal"][];
            step: string;
            /** @description spent at the step */
            time?: components["schemas"]["Spent"];
            worth?: components["schemas"]["MapOverlayWorth"];
        };
        MapOverlayWorth: {
            /** @description its people */
            cell: components["schemas"]["Cell"];
            /**
             * @description its question
             * @enum {string}
             */
            of: "flow" | "steps" | "cards";
            /** Format: int64 */
            orders: number;
            /** Format: double */
            perPerson: number;
            /** Format: double */
            sum: number;
        };
        MapPersona: {
            name: string;
            /** @description id of a saved segment */
            segment?: string;
        };
        MapPresence: {
            /** @description id of the thing that they are at */
            at?: string;
            /** @description they leave */
            gone?: boolean;
            /** @description made by the screen, for itself */
            key: string;
        };
        MapPresent: {
            /** @description id of the thing that they are at */
            at: string;
            /** @description of the screen */
            key: string;
            name: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            since: string;
        };
        MapPresentList: {
            presence: components["schemas"]["MapPresent"][];
        };
        MapRestore: {
            note?: string;
            /** Format: int64 */
            revision: number;
        };
        MapRevision: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            by: string;
            note?: string;
            /**
             * Format: int64
             * @description how many operations it was
             */
            ops: number;
            /** Format: int64 */
            revision: number;
            /** @description where it has a name */
            version?: components["schemas"]["MapVersion"];
        };
        MapRevisionList: {
            /**
             * Format: int64
             * @description the before of the next page
             */
            next?: number;
            revisions: components["schemas"]["MapRevision"][];
        };
        MapRules: {
            /** @description rules of saved segments, by id */
            segments?: {
                [key: string]: components["schemas"]["Segment"];
            };
            stages: components["schemas"]["StageModel"];
            touchpoints: components["schemas"]["MapTouchpoint"][];
        };
        MapShare: {
            by: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            expires: string;
            /** @description it shows what is measured, of these days; none where it does not */
            figures?: components["schemas"]["Range"];
            /** @description the last four letters of the link */
            hint: string;
            /** @example h2 */
            id: string;
            /** @description it asks for one */
            password: boolean;
        };
        MapShareList: {
            shares: components["schemas"]["MapShare"][];
        };
        MapShareMade: {
            share: components["schemas"]["MapShare"];
            /** @description told this once: the link is /shared/ and this */
            token: string;
        };
        MapShareNew: {
            /**
             * Format: date-time
             * @description at most a year from now
             * @example 2026-01-31T09:30:00.000Z
             */
            expires: string;
            /** @description show what is measured, of these days: figures of 20 people or more, and never who they are; none by default */
            figures?: components["schemas"]["Range"];
            /** @description asked of whoever opens the link */
            password?: string;
        };
        MapSheet: {
            cards: components["schemas"]["MapCard"][];
            edges: components["schemas"]["MapEdge"][];
            lanes: components["schemas"]["MapLane"][];
            stages: components["schemas"]["MapStage"][];
            steps: components["schemas"]["MapStep"][];
        };
        MapStage: {
            id: string;
            name: string;
            place: string;
            /** @description id of the stage of the workspace's stage model that this one stands for */
            stage?: string;
        };
        MapStep: {
            /** @description the rule by which people are at this step; without one, any of the touchpoints of its touchpoint cards */
            evidence?: components["schemas"]["MapEvidence"];
            id: string;
            name: string;
            /** @description id of the map that tells this step in detail */
            opens?: string;
            place: string;
            /** @description the stage of the sheet that it belongs to */
            stage?: string;
        };
        MapTask: {
            by: string;
            /** @description empty is the whole map */
            card: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            done: boolean;
            /**
             * @description a day such as 2026-03-31; empty is none
             * @example 2026-03-31
             */
            due: string;
            /** @example t3 */
            id: string;
            map: string;
            /**
             * Format: int64
             * @description a user; 0 is nobody yet
             */
            owner: number;
            title: string;
        };
        MapTaskChange: {
            done?: boolean;
            due?: string;
            /** Format: int64 */
            owner?: number;
            title?: string;
        };
        MapTaskList: {
            tasks: components["schemas"]["MapTask"][];
        };
        MapTaskNew: {
            card?: string;
            due?: string;
            map: string;
            /**
             * Format: int64
             * @description a member of the workspace
             */
            owner?: number;
            title: string;
        };
        MapTemplate: {
            description: string;
            id: string;
            /** Format: int64 */
            lanes: number;
            name: string;
            /** @enum {string} */
            state: "as_is" | "to_be";
            /** Format: int64 */
            steps: number;
        };
        MapTemplateList: {
            templates: components["schemas"]["MapTemplate"][];
        };
        MapTouchpoint: {
            id: string;
            name: string;
            rule: components["schemas"]["Filter"];
            /** @description id of the stage it belongs to */
            stage?: string;
        };
        MapUse: {
            /** @description the oldest first */
            maps: components["schemas"]["MapUsedMap"][];
            touchpoint: string;
        };
        MapUsedMap: {
            id: string;
            name: string;
        };
        MapVersion: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description why the map was revised */
            because: string;
            by: string;
            name: string;
            /** Format: int64 */
            revision: number;
        };
        MapVersionList: {
            versions: components["schemas"]["MapVersion"][];
        };
        MapVersionNew: {
            /** @description why the map was revised */
            because?: string;
            name: string;
            /**
             * Format: int64
             * @description 0 is the last one
             */
            revision: number;
        };
        MapView: {
            map: components["schemas"]["Map"];
            /** @description of an old revision, and of one with a name: what its evidence meant then */
            rules?: components["schemas"]["MapRules"];
            sheet: components["schemas"]["MapSheet"];
            /** @description where this revision has a name */
            version?: components["schemas"]["MapVersion"];
        };
        MapWalkLook: {
            /**
             * Format: int64
             * @description so many; 3 by default
             */
            count?: number;
            range?: components["schemas"]["Range"];
            /** @description of these people; a persona's is that of its saved segment */
            segment?: components["schemas"]["Segment"];
        };
        MapWalked: {
            /**
             * Format: int64
             * @description from its first event to its last
             */
            minutes: number;
            /** @description of the sheet, in its order; those without a visit are missing */
            steps: components["schemas"]["MapWalkedStep"][];
        };
        MapWalkedEvent: {
            channel: string;
            event: string;
            /**
             * Format: int64
             * @description after the first event of the journey
             */
            minutes: number;
            /** @description id */
            touchpoint?: string;
        };
        MapWalkedStep: {
            /** @description the first of them */
            events: components["schemas"]["MapWalkedEvent"][];
            /**
             * Format: int64
             * @description events behind these
             */
            more: number;
            step: string;
        };
        MapWalks: {
            /** @description there are at least 20, so that nobody stands out; else none is told */
            enough: boolean;
            /** @description those that came by the most steps, of a sample; the longest first */
            journeys: components["schemas"]["MapWalked"][];
            /**
             * Format: int64
             * @description who walked the map
             */
            people: number;
        };
        MapWatch: {
            watching: boolean;
        };
        Mean: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /** Format: double */
            value: number;
        };
        Measured: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /** Format: double */
            value: number;
        };
        Member: {
            /** Format: email */
            email: string;
            /** @description of the user */
            id: string;
            /** @description has not signed in and chosen a password yet */
            invited: boolean;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "marketer" | "designer" | "developer" | "support" | "finance" | "viewer";
            /**
             * Format: date-time
             * @description when they were last here
             * @example 2026-01-31T09:30:00.000Z
             */
            seen?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            since: string;
        };
        MemberChange: {
            /** @enum {string} */
            role: "owner" | "admin" | "marketer" | "designer" | "developer" | "support" | "finance" | "viewer";
        };
        MemberCreated: {
            /** @description they were told by mail, without the password */
            mailed: boolean;
            member: components["schemas"]["Member"];
            /** @description one-time password of a new user, shown only now; absent where the user existed */
            password?: string;
        };
        MemberList: {
            members: components["schemas"]["Member"][];
        };
        MemberNew: {
            /** Format: email */
            email: string;
            /** @description from the address by default */
            name?: string;
            /** @enum {string} */
            role: "owner" | "admin" | "marketer" | "designer" | "developer" | "support" | "finance" | "viewer";
        };
        ModelParameter: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            name: string;
            /** Format: double */
            stdErr: number;
            /** Format: double */
            value: number;
        };
        Moved: {
            /**
             * Format: int64
             * @description subjects that are another person's now
             */
            moved: number;
            /** @description the persons touched */
            persons: string[];
        };
        NoticeList: {
            /** @description raised in the last 30 days, the newest first */
            alerts: components["schemas"]["AlertNotice"][];
            /**
             * Format: int64
             * @description of both, since the caller looked
             */
            new: number;
            notices: components["schemas"]["MapNotice"][];
        };
        NoticesSeen: {
            /**
             * Format: date-time
             * @description at of the newest one that was shown
             * @example 2026-01-31T09:30:00.000Z
             */
            until: string;
        };
        OneTimePassword: {
            /** @description shown only now; works once, for seven days */
            password: string;
        };
        OtherVariants: {
            /** @description there were too many different journeys to count each: some that are not listed may be as frequent */
            bounded?: boolean;
            /** Format: int64 */
            people: number;
        };
        Overlap: {
            /** Format: int64 */
            events: number;
            /** @description id of a touchpoint */
            first: string;
            /**
             * Format: int64
             * @description of these events, those that the first one catches: no other rule stands before it
             */
            kept: number;
            /** Format: int64 */
            people: number;
            /** @description id of a touchpoint; none is the rule of the question, which takes no part in the order */
            second?: string;
        };
        Pain: {
            /** @description id of the help article that answers it */
            answer?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /** @description empty is Jejak itself */
            changedBy: string;
            channel?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            evidence: components["schemas"]["PainEvidence"];
            /** @example k3 */
            id: string;
            /** @enum {string} */
            kind: "friction" | "score" | "theme" | "question" | "card" | "comment" | "told";
            /** @description the day from which it is mended, such as 2026-03-01 */
            mended?: string;
            /** @description key of the sentence that says it */
            message?: string;
            note: string;
            /** @description who looks after it */
            owner: string;
            params?: {
                [key: string]: string;
            };
            /** @description why it was dismissed */
            reason?: string;
            /** @description at the last look that found it */
            seen: components["schemas"]["PainFigures"];
            /** @description what people do there: errors, retries, loops, rage, exits, slow:measure, signals:scale */
            signs?: string[];
            /** @description the part of the touchpoint; none is all of it */
            slice?: components["schemas"]["FrictionSlice"][];
            /** @description id of the stage */
            stage?: string;
            /** @enum {string} */
            status: "proposed" | "open" | "in_work" | "mended" | "dismissed";
            /** @description what was measured when it was dismissed */
            then?: components["schemas"]["PainFigures"];
            /** @description empty where the message says it */
            title: string;
            /** @description its id */
            touchpoint?: string;
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        PainChange: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description empty is Jejak itself */
            by: string;
            /** @enum {string} */
            do: "propose" | "make" | "change" | "return";
            /** @description what was changed */
            fields?: string[];
            /** @description measured at that moment */
            figures?: components["schemas"]["PainFigures"];
            reason?: string;
            /**
             * @description afterwards
             * @enum {string}
             */
            status: "proposed" | "open" | "in_work" | "mended" | "dismissed";
        };
        PainEdit: {
            /** @description id of a help article */
            answer?: string;
            /** @description the day from which it is mended; today where it is absent */
            mended?: string;
            note?: string;
            owner?: string;
            place?: components["schemas"]["PainPlace"];
            /** @description why it is dismissed */
            reason?: string;
            /** @enum {string} */
            status?: "proposed" | "open" | "in_work" | "mended" | "dismissed";
            title?: string;
            /**
             * Format: int64
             * @description the version that was looked at: if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        PainEvidence: {
            /** @description of the map */
            card?: string;
            /** @description the people affected */
            cell?: components["schemas"]["Cell"];
            /** @description of the map */
            comment?: string;
            map?: string;
            /** @description asked again whenever somebody looks; its range is chosen then */
            question?: components["schemas"]["Question"];
            theme?: string;
        };
        PainFigures: {
            /** Format: int64 */
            asOf: number;
            /**
             * Format: date-time
             * @description when it was measured
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description the same of those that the place was compared with, when it was found */
            compared: components["schemas"]["Rate"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            from?: string;
            /** @description scores and waits: the figure of the place */
            level?: components["schemas"]["Measured"];
            /**
             * Format: int64
             * @description people affected
             */
            people: number;
            /** @description people who would have gone on */
            peopleLost: components["schemas"]["Interval"];
            /**
             * Format: double
             * @description the least false-discovery rate at which it is a finding
             */
            q?: number;
            /** @description people affected, of those of the place */
            share: components["schemas"]["Rate"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            to?: string;
            /** @description scores and waits: the figure that it was compared with */
            usual?: components["schemas"]["Measured"];
            /** @description revenue, in the workspace's currency */
            valueLost: components["schemas"]["Interval"];
        };
        PainList: {
            /** @description the last time that Jejak looked for them; absent where it never has */
            look?: components["schemas"]["PainLook"];
            pains: components["schemas"]["Pain"][];
        };
        PainLook: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /**
             * Format: int64
             * @description how many were found, known ones included
             */
            found: number;
            /** Format: int64 */
            new: number;
            range: components["schemas"]["Range"];
        };
        PainMending: {
            after: components["schemas"]["PainFigures"];
            before: components["schemas"]["PainFigures"];
            cell?: components["schemas"]["Cell"];
            /** @description share affected after, less before, with Newcombe's hybrid score interval */
            change?: components["schemas"]["Interval"];
            day: string;
            /**
             * Format: int64
             * @description people on either side that it takes
             */
            least: number;
            /** @description of both; before and after differ in the range */
            question?: components["schemas"]["Question"];
            /** @description before and after */
            ranges: components["schemas"]["Range"][];
            /** @description score after, less before, its interval out of both (Donner and Zou 2012) */
            score?: components["schemas"]["Interval"];
            /** @description people after it who would have been affected at the rate of before */
            spared?: components["schemas"]["Interval"];
            /** @enum {string} */
            verdict: "few" | "better" | "worse" | "unclear";
        };
        PainNew: {
            evidence?: components["schemas"]["PainEvidence"];
            /**
             * @description told by default
             * @enum {string}
             */
            kind?: "told" | "card" | "comment" | "theme";
            note?: string;
            owner?: string;
            place?: components["schemas"]["PainPlace"];
            title: string;
        };
        PainPast: {
            changes: components["schemas"]["PainChange"][];
        };
        PainPlace: {
            channel?: string;
            /** @description the part of the touchpoint; none is all of it */
            slice?: components["schemas"]["FrictionSlice"][];
            /** @description id of the stage */
            stage?: string;
            /** @description its id */
            touchpoint?: string;
        };
        PainSearch: {
            /** @description 90 days by default */
            range?: components["schemas"]["Range"];
        };
        PainView: {
            /** @description the people affected */
            cell?: components["schemas"]["Cell"];
            figures: components["schemas"]["PainFigures"];
            /** @description everybody of the place */
            place?: components["schemas"]["Cell"];
            question?: components["schemas"]["Question"];
        };
        PasswordAgain: {
            currentPassword: string;
        };
        Path: {
            /** Format: int64 */
            count: number;
            names: string[];
        };
        PathEdge: {
            /** Format: int64 */
            count: number;
            from: string;
            /**
             * Format: int64
             * @description milliseconds between the two, over all passes
             */
            median: number;
            /** Format: int64 */
            step: number;
            to: string;
        };
        PathNode: {
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            exits: number;
            name: string;
            /** Format: int64 */
            step: number;
        };
        Paths: {
            /**
             * @description what a step is named by; event by default; events on no touchpoint are passed over
             * @enum {string}
             */
            by?: "event" | "touchpoint" | "channel";
            collapse?: boolean;
            /**
             * @description journey by default
             * @enum {string}
             */
            container?: "journey" | "session";
            /**
             * @description a person counts once for an edge, or once for each pass; person by default
             * @enum {string}
             */
            count?: "person" | "pass";
            /**
             * Format: int64
             * @description 5 by default
             */
            depth?: number;
            from?: components["schemas"]["Filter"];
            /**
             * @description the quiet time that ends a session; 30m by default
             * @example 7d
             */
            gap?: string;
            /** @description so much of the answer, times being its medians; everything by default */
            show?: ("nodes" | "edges" | "matrix" | "eventual" | "top" | "times")[];
            to?: components["schemas"]["Filter"];
            /**
             * Format: int64
             * @description so many names, the rest are other; 20 by default
             */
            top?: number;
        };
        PathsAnswer: {
            /**
             * Format: int64
             * @description journeys or sessions that hold the anchor
             */
            containers: number;
            edges: components["schemas"]["PathEdge"][];
            /** @description people who did one and, at any time later in the same container, the other; step 0 */
            eventual: components["schemas"]["PathEdge"][];
            /** @description next-step pairs anywhere, step 0; over every step, not only the kept depth */
            matrix: components["schemas"]["PathEdge"][];
            nodes: components["schemas"]["PathNode"][];
            /** @description the most frequent whole paths */
            top: components["schemas"]["Path"][];
        };
        People: {
            cell?: components["schemas"]["Cell"];
            /**
             * Format: int64
             * @description 50 by default
             */
            limit?: number;
            of?: components["schemas"]["Question"];
            /** Format: int64 */
            offset?: number;
            /** @description part of a trait value or an id's beginning */
            search?: string;
            /**
             * @description last_seen by default, latest first
             * @enum {string}
             */
            sort?: "last_seen" | "first_seen" | "events";
        };
        PeopleAnswer: {
            people: components["schemas"]["PersonRow"][];
            /** Format: int64 */
            total: number;
        };
        PeoplePage: {
            /**
             * Format: int64
             * @description the last change that the list knows
             */
            asOf: number;
            people: components["schemas"]["PeopleRow"][];
            /** Format: int64 */
            total: number;
        };
        PeopleRow: {
            /** Format: int64 */
            events: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            firstSeen: string;
            /** @description at most five, the most telling first */
            ids: components["schemas"]["ID"][];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            lastSeen: string;
            /** @description from the traits name, firstName and lastName, or the best id */
            name?: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
            /** @description id of the present stage, lapsed, or empty */
            stage?: string;
            /** @description the latest values of scalar traits */
            traits?: {
                [key: string]: string;
            };
        };
        PersonID: {
            /**
             * Format: int32
             * @description of an anonymous id: which of the users of that device
             */
            epoch?: number;
            /**
             * Format: int64
             * @description how many of the person's subjects use it
             */
            subjects: number;
            /** @example email */
            type: string;
            value: string;
        };
        PersonLink: {
            /** @description who decided, such as user:3; absent where the rules did */
            actor?: string;
            /** @description the ids by which it found its person */
            evidence: components["schemas"]["ID"][];
            /** Format: int64 */
            id: number;
            /** @description all ids of the subject, in order of priority */
            ids: components["schemas"]["LinkID"][];
            /** @description it holds its subject now */
            inForce: boolean;
            revoked?: components["schemas"]["Revocation"];
            /**
             * @description the rule that made it: none of the ids was known, they belonged to one person, to several who became one, the link was revoked, or somebody accepted a review
             * @enum {string}
             */
            rule: "new" | "match" | "merge" | "alone" | "review";
            /** @description ids that it does not use */
            setAside: components["schemas"]["ID"][];
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            subject: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            time: string;
        };
        PersonPage: {
            /** Format: int64 */
            events: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            firstSeen?: string;
            ids: components["schemas"]["PersonID"][];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            lastSeen?: string;
            /** @description why these are one person, oldest first, revoked ones too */
            links: components["schemas"]["PersonLink"][];
            /**
             * @description this person's subjects are now this other person's
             * @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6
             */
            movedTo?: string;
            name?: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
            /** @description id of the present stage, lapsed, or empty */
            stage?: string;
            subjects: components["schemas"]["PersonSubject"][];
            /** @description the latest values of scalar traits */
            traits: {
                [key: string]: string;
            };
        };
        PersonRow: {
            /** Format: int64 */
            events: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            firstSeen: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            lastSeen: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
            /** @description id of the present stage, lapsed, or empty */
            stage?: string;
            /** @description the latest values of scalar traits */
            traits?: {
                [key: string]: string;
            };
        };
        PersonSubject: {
            /** @description its link was revoked: it stands alone */
            alone: boolean;
            /**
             * Format: int32
             * @description of its anonymous id: which of the users of that device
             */
            epoch: number;
            /** Format: int64 */
            events: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            firstSeen: string;
            ids: components["schemas"]["LinkID"][];
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            subject: string;
        };
        Persona: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @example p3 */
            id: string;
            /** @example Dewi, who asks before she buys */
            name: string;
            /** @description who looks after it */
            owner: string;
            /** @description who they are; mostly the id of a saved segment */
            rule: components["schemas"]["Segment"];
            story: components["schemas"]["Story"];
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        PersonaBody: {
            name: string;
            /** @description you, where it is absent */
            owner?: string;
            rule: components["schemas"]["Segment"];
            story?: components["schemas"]["Story"];
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        PersonaList: {
            personas: components["schemas"]["Persona"][];
        };
        PersonaSearch: {
            /**
             * Format: int64
             * @description so many; 0 is the number that is clearest
             * @enum {integer}
             */
            groups?: 0 | 2 | 3 | 4 | 5 | 6;
            /** @description 90 days by default */
            range?: components["schemas"]["Range"];
            /**
             * Format: int64
             * @description of the resamples; the same people with the same seed give the same groups
             */
            seed?: number;
        };
        Place: {
            id: string;
            name: string;
            rule: components["schemas"]["Filter"];
            /** @description id of the stage it belongs to */
            stage?: string;
        };
        Problem: {
            /** @description a stable word for exactly this, where there is one */
            code?: string;
            /** @description where somebody else has changed a thing meanwhile: the thing as it is now */
            current?: unknown;
            /** @description what happened and what to do, for people */
            detail: string;
            /** @description each fault of the input */
            fields?: components["schemas"]["Field"][];
            /**
             * Format: int64
             * @example 400
             */
            status: number;
            /** @example Bad Request */
            title: string;
            /**
             * @description the kind of fault, a stable word: invalid, unauthenticated, forbidden, not_found, conflict, too_large, too_many, unavailable, corrupt or internal
             * @example invalid
             */
            type: string;
            /** @description what the code's words name */
            with?: {
                [key: string]: string;
            };
        };
        ProductReview: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description as they want to be called */
            author?: string;
            /** @description number of the change that brought it */
            id: string;
            language?: string;
            /** @description what the person is called */
            name?: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
            /** @description empty: the brand */
            product: string;
            /** @description its author agreed that everybody may read it */
            public: boolean;
            /** Format: double */
            rating: number;
            reply?: components["schemas"]["SurveyReply"];
            /**
             * Format: double
             * @description -1 to 1
             */
            sentiment?: number;
            /**
             * Format: int32
             * @description that sent it
             */
            source: number;
            sourceKind?: string;
            /** @description of deleted sources too */
            sourceName?: string;
            /** @description that asked for it */
            survey?: string;
            surveyName?: string;
            text: string;
            title: string;
        };
        ProductReviewReply: {
            text: string;
        };
        ProductReviews: {
            /** @description that have reviews */
            products: string[];
            reviews: components["schemas"]["ProductReview"][];
            /** @description of all reviews of the product with the words that are looked for, whatever their rating and state */
            sum: components["schemas"]["SurveyReviewSum"];
            /** Format: int64 */
            total: number;
        };
        ProductReviewsBody: {
            /** @description only those of the brand: of no product */
            brand?: boolean;
            /**
             * Format: int64
             * @description 50 by default
             */
            limit?: number;
            /** Format: int64 */
            offset?: number;
            product?: string;
            /** Format: int64 */
            rating?: number;
            search?: string;
            /**
             * @description all by default
             * @enum {string}
             */
            state?: "all" | "public" | "private" | "unanswered";
        };
        ProfileChange: {
            /** @description needed to change the password */
            currentPassword?: string;
            /** @enum {string} */
            locale?: "" | "en" | "id" | "zh-Hant";
            name?: string;
            /** @description the new one; at least 10 characters */
            password?: string;
        };
        QuarantinePage: {
            /**
             * Format: int64
             * @description give it as before for the next page; absent on the last one
             */
            next?: number;
            rows: components["schemas"]["QuarantineRow"][];
        };
        QuarantineRow: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description as it came; not always JSON */
            body: string;
            /** @description it was so large that only its beginning was kept */
            cut: boolean;
            /** @description what was wrong with it, for people */
            detail: string;
            /** Format: int64 */
            id: number;
            /** @description a stable word */
            reason: string;
            replayed: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            replayedAt?: string;
            /** Format: int32 */
            source: number;
            /** @description of deleted sources too */
            sourceName?: string;
            /** @description the detail as a stable word and values, for those who say it in another language */
            told?: components["schemas"]["Told"];
        };
        Question: {
            attribution?: components["schemas"]["Attribution"];
            audience?: components["schemas"]["Audience"];
            breakdown?: components["schemas"]["Breakdown"];
            compare?: components["schemas"]["Compare"];
            conformance?: components["schemas"]["Conformance"];
            content?: components["schemas"]["Content"];
            coverage?: components["schemas"]["Coverage"];
            drivers?: components["schemas"]["Drivers"];
            /** @description only events that match are seen at all */
            filter?: components["schemas"]["Filter"];
            friction?: components["schemas"]["Friction"];
            funnel?: components["schemas"]["Funnel"];
            /** @enum {string} */
            kind: "trend" | "funnel" | "paths" | "retention" | "stages" | "people" | "touchpoints" | "friction" | "attribution" | "audience" | "value" | "drivers" | "content" | "conformance" | "coverage";
            paths?: components["schemas"]["Paths"];
            people?: components["schemas"]["People"];
            range?: components["schemas"]["Range"];
            retention?: components["schemas"]["Retention"];
            /** @description only people who match count */
            segment?: components["schemas"]["Segment"];
            stages?: components["schemas"]["Stages"];
            touchpoints?: components["schemas"]["Touchpoints"];
            trend?: components["schemas"]["Trend"];
            value?: components["schemas"]["Value"];
        };
        QuestionBody: {
            chart?: {
                [key: string]: unknown;
            };
            description?: string;
            name: string;
            /** @description you, where it is absent */
            owner?: string;
            question: components["schemas"]["Question"];
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        RFMCell: {
            /** Format: int64 */
            f: number;
            /** Format: int64 */
            m: number;
            /** Format: int64 */
            orders: number;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            r: number;
            /** Format: double */
            revenue: number;
        };
        RFMGroup: {
            /** @enum {string} */
            name: "champions" | "loyal" | "promising" | "new" | "attention" | "cannot_lose" | "at_risk" | "lost";
            /** Format: int64 */
            orders: number;
            /** Format: double */
            revenue: number;
            share: components["schemas"]["Rate"];
        };
        Range: {
            /**
             * @description with last: so long before now it ends
             * @example 365d
             */
            ago?: string;
            /** @example 2026-01-01 */
            from?: string;
            /** @example 30d */
            last?: string;
            /** @example 2026-01-31 */
            to?: string;
        };
        Rate: {
            /** Format: double */
            high: number;
            /** Format: int64 */
            k: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /** Format: double */
            value: number;
        };
        RecoveryCodes: {
            /** @description shown only now */
            codes: string[];
        };
        ReplayRequest: {
            /** @description the mended event, one item as in a batch; as it came by default */
            body?: unknown;
        };
        ReplayResult: {
            verdicts: components["schemas"]["Verdict"][];
        };
        Retention: {
            /**
             * @description on by default
             * @enum {string}
             */
            match?: "on" | "on_or_after";
            /**
             * @description first by default
             * @enum {string}
             */
            mode?: "first" | "recurring";
            /**
             * @description week by default; weeks begin on Monday
             * @enum {string}
             */
            period?: "day" | "week" | "month";
            /**
             * Format: int64
             * @description how many periods after the first; 12 by default
             */
            periods?: number;
            return: components["schemas"]["Filter"];
            start: components["schemas"]["Filter"];
        };
        RetentionAnswer: {
            cohorts: components["schemas"]["Cohort"][];
            /** @description the same for each value of the breakdown, beside everyone's */
            groups?: components["schemas"]["RetentionGroup"][];
            mean: components["schemas"]["Rate"][];
        };
        RetentionCell: {
            /** Format: double */
            high: number;
            /** Format: int64 */
            k: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            unfinished?: boolean;
            /** Format: double */
            value: number;
        };
        RetentionGroup: {
            cohorts: components["schemas"]["Cohort"][];
            mean: components["schemas"]["Rate"][];
            other?: boolean;
            value: string;
        };
        Review: {
            /** @description who decided */
            actor?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            decided?: string;
            /** Format: int64 */
            id: number;
            /** @description the id that waits */
            join: components["schemas"]["LinkID"];
            /** @description the id by which the event was linked */
            keep: components["schemas"]["LinkID"];
            /** @description whom the two belong to now; one where the second belongs to nobody */
            persons: components["schemas"]["ReviewPerson"][];
            /**
             * @description why it waits: both persons have a user_id, the person would have too many events, or the event itself names several users
             * @enum {string}
             */
            reason: "two_users" | "too_large" | "many_users";
            /** @enum {string} */
            status: "open" | "accepted" | "rejected" | "undone" | "moot";
            /**
             * @description the first that carried both
             * @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6
             */
            subject: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            time: string;
        };
        ReviewDecision: {
            /** @enum {string} */
            decision: "accept" | "reject";
        };
        ReviewList: {
            reviews: components["schemas"]["Review"][];
        };
        ReviewPerson: {
            /** Format: int64 */
            events: number;
            ids: components["schemas"]["ID"][];
            name?: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
        };
        ReviewsBrought: {
            /** @description what is known of the file: date, stars, email, …, and the name of the column */
            columns: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description that were there already
             */
            duplicate: number;
            /** @description of what is skipped or rejected, the first of each reason */
            examples: components["schemas"]["BadRow"][];
            /** @description as they would be stored; only where nothing was to be stored */
            first: components["schemas"]["FirstReview"][];
            /** @description reviews by the reason for which they are set aside in quarantine */
            rejected: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description rows that are reviews as they should be
             */
            reviews: number;
            /** Format: int64 */
            rows: number;
            /** @description rows by the reason for which they are left out: no_stars, unreadable, wrong_number_of_fields, not_utf8 */
            skipped: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description 0 where nothing was to be stored
             */
            stored: number;
        };
        Revocation: {
            actor?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            time: string;
        };
        SavedQuestion: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /** @description how to draw the answer: the screens' own */
            chart: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            description: string;
            /** @example q3 */
            id: string;
            name: string;
            /** @description who looks after it */
            owner: string;
            question: components["schemas"]["Question"];
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        SavedQuestionList: {
            questions: components["schemas"]["SavedQuestion"][];
        };
        SavedSegment: {
            /**
             * Format: int64
             * @description the last change that people knows
             */
            asOf: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            description: string;
            /** @description why it cannot be asked any more: what its rule names is gone */
            fault?: string;
            /** @example s3 */
            id: string;
            /** @example Big buyers */
            name: string;
            /** @description who looks after it */
            owner: string;
            /**
             * Format: int64
             * @description who are in it now; absent until that has been looked at
             */
            people?: number;
            rule: components["schemas"]["Segment"];
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        SavedSegmentList: {
            segments: components["schemas"]["SavedSegment"][];
        };
        Schema: {
            /** Format: int64 */
            asOf: number;
            events: components["schemas"]["EventSchema"][];
            traits: components["schemas"]["FieldSchema"][];
        };
        SecondFactor: {
            on: boolean;
            /**
             * Format: int64
             * @description recovery codes that are left
             */
            recovery: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            since?: string;
        };
        SecondFactorEnd: {
            code: string;
            currentPassword: string;
        };
        Segment: {
            all?: components["schemas"]["Segment"][];
            any?: components["schemas"]["Segment"][];
            /** @description the question's filter does not narrow it */
            did?: components["schemas"]["Did"];
            /** @description a saved segment */
            id?: string;
            not?: components["schemas"]["Segment"];
            /** @description these and nobody else */
            people?: string[];
            /** @description where people stand in the workspace's stage model */
            stage?: components["schemas"]["Standing"];
            /** @description the latest value of a trait, as of the end of the range */
            trait?: components["schemas"]["Condition"];
        };
        SegmentChange: {
            description?: string;
            name?: string;
            owner?: string;
            rule?: components["schemas"]["Segment"];
            /**
             * Format: int64
             * @description the version that was looked at: if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        SegmentMove: {
            /**
             * Format: date-time
             * @description when it was seen
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description false: left */
            entered: boolean;
            /**
             * Format: int64
             * @description counts up by one within a segment
             */
            number: number;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
        };
        SegmentMoves: {
            moves: components["schemas"]["SegmentMove"][];
        };
        SegmentNew: {
            description?: string;
            name: string;
            /** @description you, where it is absent */
            owner?: string;
            rule: components["schemas"]["Segment"];
        };
        SegmentRule: {
            rule: components["schemas"]["Segment"];
        };
        SegmentSize: {
            /** Format: int64 */
            asOf: number;
            /**
             * Format: int64
             * @description everybody
             */
            of: number;
            /** Format: int64 */
            people: number;
        };
        SegmentSizes: {
            sizes: components["schemas"]["SizePoint"][];
        };
        Session: {
            /** @description to be sent back in the header X-Jejak-CSRF with every write */
            csrf: string;
            /** @description simulated data, opened without an account on this machine only */
            demo: boolean;
            /** @description name of the identity provider that people can sign in with, at /api/v1/session/federated?to=PATH */
            federation?: string;
            /** @description nobody has an account yet: the first-run form comes next */
            setup: boolean;
            /** @description absent while nobody is signed in */
            user?: components["schemas"]["User"];
            /** @example 0.1.0 */
            version: string;
            /** @description those that the user is a member of */
            workspaces: components["schemas"]["SessionWorkspace"][];
        };
        SessionWorkspace: {
            /**
             * @description ISO 4217
             * @example IDR
             */
            currency: string;
            /** Format: int32 */
            id: number;
            name: string;
            /** @description what the role allows, in the words of each operation's x-permission */
            permissions: string[];
            /** @enum {string} */
            role: "owner" | "admin" | "marketer" | "designer" | "developer" | "support" | "finance" | "viewer";
            /**
             * @description IANA time zone
             * @example Asia/Jakarta
             */
            zone: string;
        };
        Setup: {
            /**
             * @description ISO 4217
             * @example IDR
             */
            currency: string;
            /** Format: email */
            email: string;
            /** @enum {string} */
            locale?: "en" | "id" | "zh-Hant";
            name: string;
            /** @description at least 10 characters */
            password: string;
            /** @description name of the brand */
            workspace: string;
            /**
             * @description IANA time zone: where days and weeks begin
             * @example Asia/Jakarta
             */
            zone: string;
        };
        SharePassword: {
            password: string;
        };
        SharedMap: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            description: string;
            /** @description of steps and cards by their ids: assumed, partly or full */
            evidence: {
                [key: string]: string;
            };
            name: string;
            /** @description what is measured, where the link shows it: figures of 20 people or more, without questions, cells and money */
            overlay?: components["schemas"]["MapOverlay"];
            /** @description their names */
            personas: string[];
            /** @description without owners, rules, questions and what is not settled */
            sheet: components["schemas"]["MapSheet"];
            /** @enum {string} */
            state: "as_is" | "to_be";
        };
        Signal: {
            event: components["schemas"]["Filter"];
            /**
             * Format: double
             * @description values outside low to high are left out
             */
            high: number;
            /** Format: double */
            low: number;
            property: string;
            /** @description nps is scored as NPS (9-10 less 0-6), anything else as a mean */
            scale: string;
        };
        SignalFigs: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            scale: string;
            /** Format: double */
            value: number;
        };
        SignalFigure: {
            /**
             * Format: int64
             * @description people, in the sample or left out, with this signal
             */
            answered: number;
            kind: string;
            /**
             * Format: double
             * @description in the sample
             */
            mean: number;
            name: string;
            /** Format: double */
            sd: number;
            /**
             * Format: double
             * @description mean of those with the outcome
             */
            with: number;
            /** Format: double */
            without: number;
        };
        SizePoint: {
            /** Format: int64 */
            people: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            start: string;
        };
        Source: {
            /**
             * @description channel of events that name none
             * @example web
             */
            channel: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @description its write key is refused */
            disabled: boolean;
            /** Format: int32 */
            id: number;
            /**
             * @example website
             * @enum {string}
             */
            kind: "website" | "app" | "server" | "store" | "call" | "email" | "chat" | "social" | "ads" | "survey" | "import" | "other";
            last24h: components["schemas"]["Counts"];
            /**
             * Format: date-time
             * @description the last hour with an event, within the past 30 days
             * @example 2026-01-31T09:30:00.000Z
             */
            lastSeen?: string;
            name: string;
            /** @description what senders sign in with; absent for a role that may not see keys */
            writeKey?: string;
        };
        SourceChange: {
            channel?: string;
            disabled?: boolean;
            /** @enum {string} */
            kind?: "website" | "app" | "server" | "store" | "call" | "email" | "chat" | "social" | "ads" | "survey" | "import" | "other";
            name?: string;
        };
        SourceList: {
            sources: components["schemas"]["Source"][];
        };
        SourceNew: {
            /**
             * @description the kind's usual one by default
             * @example web
             */
            channel?: string;
            /**
             * @example website
             * @enum {string}
             */
            kind: "website" | "app" | "server" | "store" | "call" | "email" | "chat" | "social" | "ads" | "survey" | "import" | "other";
            name: string;
        };
        Spend: {
            /** Format: double */
            amount: number;
            campaign?: string;
            channel: string;
            /** @example IDR */
            currency?: string;
            /**
             * @description a date of the workspace's zone
             * @example 2026-01-31
             */
            day: string;
        };
        SpendList: {
            rows: components["schemas"]["Spend"][];
        };
        SpendSaved: {
            /** Format: int64 */
            rows: number;
        };
        Spent: {
            /** Format: double */
            mean: number;
            /** Format: double */
            meanHigh: number;
            /** Format: double */
            meanLow: number;
            /** Format: int64 */
            median: number;
            /** Format: int64 */
            n: number;
            /** Format: int64 */
            p90: number;
        };
        Stage: {
            entry: components["schemas"]["Filter"];
            id: string;
            name?: string;
            /**
             * Format: int64
             * @description how many matching events it takes to enter; 0 and 1 are the first
             */
            times?: number;
        };
        StageFigure: {
            /**
             * Format: int64
             * @description people who entered within the range
             */
            entered: number;
            id: string;
            /**
             * Format: int64
             * @description people who lapsed from here within the range
             */
            lapsed: number;
            movedOn: components["schemas"]["Rate"];
            name: string;
            /**
             * Format: int64
             * @description people who stand here at the end of the range
             */
            now: number;
            /** Format: int64 */
            reEntered: number;
            /** Format: int64 */
            stalled: number;
            /** @description from entering to moving on */
            times: components["schemas"]["Times"];
        };
        StageFlow: {
            from: string;
            /** Format: int64 */
            median: number;
            /** Format: int64 */
            people: number;
            to: string;
        };
        StageModel: {
            id?: string;
            /**
             * @description quiet time after which a person has lapsed; 0 is never
             * @example 7d
             */
            lapse?: string;
            name?: string;
            stages: components["schemas"]["Stage"][];
            /**
             * @description the longest time between two stages that counts as moving on; 0 is no limit
             * @example 7d
             */
            window?: string;
        };
        StageTemplateList: {
            templates: components["schemas"]["StageModel"][];
        };
        Stages: {
            /**
             * @description of the counts over time; chosen from the range by default
             * @enum {string}
             */
            interval?: "day" | "week" | "month";
            /** @description the workspace's own by default */
            model?: components["schemas"]["StageModel"];
        };
        StagesAnswer: {
            /** @description moves within the range; an empty from is entering from nowhere or after a lapse, an empty to is lapsing */
            flows: components["schemas"]["StageFlow"][];
            /**
             * Format: int64
             * @description people lapsed at the end of the range
             */
            lapsed: number;
            model: components["schemas"]["StageModel"];
            /** @description [stage][interval]: people standing there at the interval's end */
            overTime: number[][];
            /** @description people who went from one touchpoint directly to another, within the range; step 0, touchpoint ids */
            pairs: components["schemas"]["PathEdge"][];
            stages: components["schemas"]["StageFigure"][];
            starts: string[];
            touchpoints: components["schemas"]["TouchpointShare"][];
        };
        Standing: {
            /** @description stage ids; lapsed are people who fell out of the model, an empty id those who never entered it */
            in: string | string[];
            /** @description the workspace's own by default */
            model?: components["schemas"]["StageModel"];
        };
        Step: {
            filter: components["schemas"]["Filter"];
            name?: string;
            /** @description may be left out; never the first step */
            optional?: boolean;
        };
        Story: {
            /** @description which channels they prefer, as the team sees it */
            channels?: string;
            /**
             * @description behind the initials
             * @enum {string}
             */
            colour?: "blue" | "teal" | "green" | "yellow" | "orange" | "pink" | "violet" | "grey";
            frustrations?: string;
            goals?: string;
            /** @description stand for a picture; those of the name where they are absent */
            initials?: string;
            /** @description what the persona would say */
            quote?: string;
            /** @description life, character, how they shop */
            text?: string;
        };
        Suggestion: {
            /** @description of those in the sample whom the rule picks, who are in the group */
            precision: components["schemas"]["Rate"];
            /** @description of those in the group, whom the rule picks */
            recall: components["schemas"]["Rate"];
            /** @description stands for the group as well as a short rule can */
            rule: components["schemas"]["Segment"];
            /** @description of the sample */
            share: components["schemas"]["Rate"];
            /** Format: double */
            silhouette: number;
            /**
             * Format: int64
             * @description everybody whom the rule picks, outside the sample too
             */
            size: number;
            /**
             * Format: double
             * @description mean Jaccard similarity over resamples: from 0.75 on it is stable, below 0.6 not to be trusted
             */
            stability: number;
            /** @description what sets it apart, the most telling first */
            traits: components["schemas"]["Trait"][];
        };
        Suggestions: {
            /** Format: int64 */
            asOf: number;
            /** @description how clear other numbers of groups are */
            choices: components["schemas"]["Choice"][];
            /**
             * Format: int64
             * @description what they were compared by
             */
            features: number;
            /** @description the largest first */
            groups: components["schemas"]["Suggestion"][];
            /**
             * Format: int64
             * @description seen in the range
             */
            people: number;
            /** @description what was looked at */
            range: components["schemas"]["Range"];
            /**
             * Format: double
             * @description how clear groups are where features have nothing to do with each other: the most of 19 shuffles
             */
            reference: number;
            /**
             * Format: int64
             * @description that stability was measured with
             */
            resamples: number;
            /**
             * Format: int64
             * @description of them looked at, spread evenly over when they were last seen
             */
            sample: number;
            /**
             * Format: double
             * @description how clear the groups are, from -1 to 1; below 0.25 they run into each other
             */
            silhouette: number;
            /**
             * @description few: too few people to look at; none: people do not fall into groups
             * @enum {string}
             */
            state: "ok" | "few" | "none";
        };
        Survey: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            content: components["schemas"]["SurveyContent"];
            counts: components["schemas"]["SurveyCounts"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @example v3 */
            id: string;
            /** @example After delivery */
            name: string;
            /** @description who looks after it */
            owner: string;
            /** @enum {string} */
            state: "draft" | "running" | "paused" | "ended";
            /**
             * Format: int64
             * @description one more at each change of anything but its state
             */
            version: number;
        };
        SurveyAgainst: {
            code: string;
            /** Format: int64 */
            people: number;
            reason: string;
        };
        SurveyAnswer: {
            /** @description ids of options */
            choices?: string[];
            /** @description consent; review: everybody may read it */
            consent?: boolean;
            /** @description what was written instead of an option */
            other?: string;
            question: string;
            /** @description matrix: id of the row to id of the column */
            rows?: {
                [key: string]: string;
            };
            /**
             * Format: double
             * @description nps, csat, ces, rating and review, on their own scale
             */
            score?: number;
            text?: string;
            /** @description review */
            title?: string;
        };
        SurveyAnswersBody: {
            answers?: components["schemas"]["SurveyAnswer"][];
            /** @description the person is through */
            done?: boolean;
            /**
             * Format: int64
             * @description milliseconds since the survey was first seen; of two answers to a question, the later one counts
             */
            elapsedMs?: number;
            /** @description in which it was answered */
            language?: string;
            /** @description what is in the field that people do not see */
            trap?: string;
        };
        SurveyBody: {
            content: components["schemas"]["SurveyContent"];
            name: string;
            /** @description you, where it is absent */
            owner?: string;
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        SurveyCheck: {
            /** @enum {string} */
            code: "state" | "language" | "mail" | "channel" | "where" | "who" | "trigger" | "share" | "quota" | "again" | "cooldown" | "quiet";
            pass: boolean;
            /**
             * @description a stable word for why; docs/surveys.md lists them. any, where the survey does not mind
             * @example shown_lately
             */
            reason: string;
            /** @description figures and times of the reason */
            with?: {
                [key: string]: string;
            };
        };
        SurveyCondition: {
            /** @enum {string} */
            op: "answered" | "not_answered" | "eq" | "ne" | "gte" | "lte" | "in";
            question: string;
            value?: unknown;
        };
        SurveyContent: {
            email?: components["schemas"]["SurveyInvitation"];
            /**
             * @description BCP 47 tags; the first one stands in for the others
             * @example [
             *       "en",
             *       "id"
             *     ]
             */
            languages: string[];
            questions: components["schemas"]["SurveyQuestion"][];
            /** @description of the stage model, where answers belong to it; else the stage at which each person stands */
            stage?: string;
            targeting?: components["schemas"]["SurveyTargeting"];
            /** @description what the end says */
            thanks?: {
                [key: string]: string;
            };
            theme?: components["schemas"]["SurveyTheme"];
            /** @description that answers are about */
            touchpoint?: string;
        };
        SurveyCounts: {
            /**
             * Format: int64
             * @description responses with at least one answer
             */
            begun: number;
            /** Format: int64 */
            dismissed: number;
            /** Format: int64 */
            finished: number;
            /**
             * Format: date-time
             * @description when somebody answered last
             * @example 2026-01-31T09:30:00.000Z
             */
            latest?: string;
            /**
             * Format: int64
             * @description responses that look like spam; they are kept, and counted nowhere else
             */
            setAside: number;
            /**
             * Format: int64
             * @description times that it was seen
             */
            shown: number;
        };
        SurveyDecision: {
            asked: boolean;
            checks: components["schemas"]["SurveyCheck"][];
        };
        SurveyDeliveries: {
            deliveries: components["schemas"]["SurveyDelivery"][];
        };
        SurveyDelivery: {
            /** Format: int64 */
            answered: number;
            /** @description of mails that were sent */
            answeredRate: components["schemas"]["Rate"];
            /**
             * Format: int64
             * @description whose mailbox does not exist
             */
            bounced: number;
            /** @description of mails that were sent or failed */
            bouncedRate: components["schemas"]["Rate"];
            by?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created?: string;
            /**
             * Format: int64
             * @description whose mail was refused or given up, bounced ones included
             */
            failed: number;
            /** Format: int64 */
            finished: number;
            /**
             * Format: int64
             * @description held back
             */
            held: number;
            /** @description trigger: everything that its trigger set off; empty: a look that is not kept */
            id: string;
            /**
             * Format: int64
             * @description not looked at yet, or no more where it was stopped
             */
            left: number;
            /**
             * Format: int64
             * @description who were meant
             */
            people: number;
            /**
             * Format: int64
             * @description whose mail waits; of a look, who would get one
             */
            queued: number;
            /** @description failed: over_limit or segment_gone */
            reason?: string;
            /** @description why they are held back, by the first reason against each, the most frequent first */
            reasons: components["schemas"]["SurveyAgainst"][];
            /** @description who was meant; everybody where it is absent */
            segment?: components["schemas"]["Segment"];
            /**
             * Format: int64
             * @description whose mail the mail server has taken. Whether it arrived is known only where it was refused at once
             */
            sent: number;
            /**
             * @description of a trigger always sending
             * @enum {string}
             */
            state: "gathering" | "sending" | "done" | "stopped" | "failed" | "tried";
            /**
             * Format: int64
             * @description who used the link for leaving in one of these mails
             */
            unsubscribed: number;
            /** @description of mails that were sent */
            unsubscribedRate: components["schemas"]["Rate"];
            /**
             * Format: int64
             * @description whose mail was taken back before it went out
             */
            withdrawn: number;
        };
        SurveyDeliveryPeople: {
            people: components["schemas"]["PeopleRow"][];
        };
        SurveyDrawn: {
            /** @description empty while no mail server is set */
            from: string;
            html: string;
            language: string;
            plain: string;
            preview: string;
            subject: string;
        };
        SurveyFeeling: {
            language?: string;
            /**
             * Format: double
             * @description -1 to 1, where it was scored
             */
            score?: number;
            /**
             * @description none: there are no words
             * @enum {string}
             */
            state: "none" | "scored" | "not_scored" | "unsupported";
        };
        SurveyFeelingShare: {
            /**
             * Format: double
             * @description -1 to 1, of those that were scored
             */
            mean?: number;
            /** Format: int64 */
            notScored: number;
            /** Format: int64 */
            scored: number;
            /** Format: int64 */
            unsupported: number;
        };
        SurveyFigure: {
            /** Format: int64 */
            n: number;
            /** @description who they are: a question and a cell of its answer */
            people: components["schemas"]["People"];
        };
        SurveyGiven: {
            /** @description the question, in the survey's first language, as it was then; places for what is known of a person hold what stands in for it, or … */
            ask: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description ids of options */
            choices?: string[];
            /** @description consent; review: everybody may read it */
            consent?: boolean;
            feeling: components["schemas"]["SurveyFeeling"];
            kind: string;
            /** @description of the chosen options; of a matrix, row: column */
            labels?: string[];
            /** @description what was written instead of an option */
            other?: string;
            question: string;
            /** @description matrix: id of the row to id of the column */
            rows?: {
                [key: string]: string;
            };
            /**
             * Format: double
             * @description nps, csat, ces, rating and review, on their own scale
             */
            score?: number;
            text?: string;
            /** @description ids of the themes that what was written is of, by their rules of now */
            themes?: string[];
            /** @description review */
            title?: string;
        };
        SurveyGroupResult: {
            /** @description of a segment: its name */
            label?: string;
            /** Format: int64 */
            n: number;
            score?: components["schemas"]["SurveyScore"];
            /** @description empty where there is none */
            value: string;
        };
        SurveyIgnored: {
            question: string;
            /**
             * @description unknown: the survey has no such question; wrong: it does not fit the question; hidden: the logic leaves the question out; late: it was told as an event already, and what was said first stays
             * @enum {string}
             */
            reason: "unknown" | "wrong" | "hidden" | "late";
        };
        SurveyInvitation: {
            /** @description while the survey runs, it is mailed by itself to everybody for whom its trigger is due */
            onTrigger?: boolean;
            /** @description what a list of mails shows beside the subject */
            preview?: {
                [key: string]: string;
            };
            /** @description words of Jejak's own where it is absent */
            subject?: {
                [key: string]: string;
            };
        };
        SurveyJump: {
            /** @description id of a later question, or end */
            to: string;
            when: components["schemas"]["SurveyCondition"][];
        };
        SurveyLink: {
            /**
             * Format: int64
             * @description responses through it with an answer
             */
            begun: number;
            by: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            id: string;
            /** @description of the person whom it is for; empty where nobody is known */
            ids: components["schemas"]["ID"][];
            /** @enum {string} */
            kind: "open" | "single" | "preview";
            name: string;
            /** @description the page is at /s/ and this; of a single link it is told once, when the link is made */
            token?: string;
            /**
             * Format: date-time
             * @description single: when the response was finished
             * @example 2026-01-31T09:30:00.000Z
             */
            used?: string;
        };
        SurveyLinkBody: {
            /**
             * Format: int64
             * @description single: so many links for people who are not known
             */
            count?: number;
            /** @description single: a link for each of these people */
            ids?: components["schemas"]["ID"][][];
            /**
             * @description open: for anybody, as often as they like; single: one response each; preview: shows the survey as it is, nothing is kept
             * @enum {string}
             */
            kind: "open" | "single" | "preview";
            /** @description where it is used */
            name?: string;
        };
        SurveyLinks: {
            links: components["schemas"]["SurveyLink"][];
        };
        SurveyList: {
            surveys: components["schemas"]["Survey"][];
        };
        SurveyMailBody: {
            content: components["schemas"]["SurveyContent"];
            /** @description the first one of the survey, where it is absent or missing */
            language?: string;
        };
        SurveyMailSend: {
            /** @description only say who would get it, and why others would not */
            dry?: boolean;
            /** @description everybody where it is absent */
            segment?: components["schemas"]["Segment"];
        };
        SurveyMailTest: {
            language?: string;
        };
        SurveyMailed: {
            /**
             * Format: int64
             * @description responses by mail with an answer
             */
            answered: number;
            counts: components["schemas"]["Tally"];
            /** Format: int64 */
            finished: number;
            from: string;
            /** @description a mail server is set */
            ready: boolean;
            /** @description why the mail server is not reached */
            trouble?: string;
            /**
             * Format: int64
             * @description people for whom the trigger has happened and the time has not come
             */
            waiting: number;
        };
        SurveyMails: {
            mails: components["schemas"]["SurveySent"][];
        };
        SurveyNext: {
            survey: components["schemas"]["SurveyPublic"];
            token: string;
        };
        SurveyNextBody: {
            anonymousId?: string;
            /** @description that the person reads, the best first */
            languages?: string[];
            /** @description token of a preview link: that survey, whoever it is for */
            preview?: string;
            url?: string;
            userId?: string;
            /** @description of the source that the page sends to */
            writeKey: string;
        };
        SurveyOption: {
            /** @example price */
            id: string;
            label: {
                [key: string]: string;
            };
        };
        SurveyPreviewBody: {
            content: components["schemas"]["SurveyContent"];
            /** @description the first one of the survey, where it is absent or missing */
            language?: string;
            name?: string;
        };
        SurveyPublic: {
            /** @description what was answered so far */
            answers: components["schemas"]["SurveyAnswer"][];
            /** @enum {string} */
            dir: "ltr" | "rtl";
            finished: boolean;
            language: string;
            languages: string[];
            name: string;
            /** @description id of the question to go on with, or end */
            next: string;
            /** @description nothing is kept */
            preview?: boolean;
            questions: components["schemas"]["SurveyPublicQuestion"][];
            thanks: string;
            theme: components["schemas"]["SurveyTheme"];
            /** @description what to give with answers; of an open link, it is another one for each visit: keep it */
            token: string;
            /** @description name of a field that people do not see; give what is in it with answers */
            trap: string;
        };
        SurveyPublicOption: {
            id: string;
            label: string;
        };
        SurveyPublicQuestion: {
            columns?: components["schemas"]["SurveyPublicOption"][];
            help?: string;
            high?: string;
            id: string;
            /** @enum {string} */
            kind: "nps" | "csat" | "ces" | "rating" | "choice" | "matrix" | "text" | "consent" | "note" | "review";
            low?: string;
            /** Format: int64 */
            max: number;
            /**
             * Format: int64
             * @description of a score
             */
            min: number;
            multiple?: boolean;
            next?: components["schemas"]["SurveyJump"][];
            options?: components["schemas"]["SurveyPublicOption"][];
            other?: boolean;
            placeholder?: string;
            required?: boolean;
            rows?: components["schemas"]["SurveyPublicOption"][];
            show?: components["schemas"]["SurveyCondition"][];
            title: string;
        };
        SurveyQuestion: {
            columns?: components["schemas"]["SurveyOption"][];
            help?: {
                [key: string]: string;
            };
            /** @description what the highest score means */
            high?: {
                [key: string]: string;
            };
            /** @example q1 */
            id: string;
            /** @enum {string} */
            kind: "nps" | "csat" | "ces" | "rating" | "choice" | "matrix" | "text" | "consent" | "note" | "review";
            /** @description what the lowest score means */
            low?: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description rating: stars, 3 to 10; 5 where it is absent
             */
            max?: number;
            /** @description choice: several options may be chosen */
            multiple?: boolean;
            /** @description the first that holds says what comes next; the following question otherwise */
            next?: components["schemas"]["SurveyJump"][];
            options?: components["schemas"]["SurveyOption"][];
            /** @description choice: something else may be written */
            other?: boolean;
            placeholder?: {
                [key: string]: string;
            };
            /** @description review: of which product, where the survey is not asked after an event that names one */
            product?: string;
            required?: boolean;
            rows?: components["schemas"]["SurveyOption"][];
            /** @description all must hold, or the question is left out */
            show?: components["schemas"]["SurveyCondition"][];
            title: {
                [key: string]: string;
            };
        };
        SurveyQuestionResult: {
            /** @description of texts */
            feeling?: components["schemas"]["SurveyFeelingShare"];
            /** @description the survey does not ask it any more */
            gone?: boolean;
            /** @description for each value of by */
            groups?: components["schemas"]["SurveyGroupResult"][];
            id: string;
            /** @enum {string} */
            kind: "nps" | "csat" | "ces" | "rating" | "choice" | "matrix" | "text" | "consent" | "note" | "review";
            /**
             * Format: int64
             * @description answers
             */
            n: number;
            /** @description as message keys: small_sample */
            notes?: string[];
            /** @description one for each of starts; null where nobody answered */
            overTime?: components["schemas"]["SurveyScore"][];
            /** @description of a matrix */
            rows?: components["schemas"]["SurveyRowResult"][];
            /** @description of nps, csat, ces, rating and review, once somebody answered */
            score?: components["schemas"]["SurveyScore"];
            /** @description of each score or option; several may be chosen at once */
            shares?: components["schemas"]["SurveyShare"][];
            /**
             * @description not_asked: the survey was shown to nobody in the range
             * @enum {string}
             */
            state: "answered" | "not_answered" | "not_asked";
            title: {
                [key: string]: string;
            };
        };
        SurveyReply: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            by: string;
            text: string;
        };
        SurveyResponse: {
            answers: components["schemas"]["SurveyGiven"][];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            begun?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            dismissed?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            finished?: string;
            id: string;
            ids: components["schemas"]["ID"][];
            language: string;
            /**
             * @description zeros where nobody is known by the response's ids yet
             * @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6
             */
            person: string;
            /**
             * @description why it looks like spam
             * @enum {string}
             */
            setAside?: "trap" | "quick";
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            shown?: string;
            /**
             * Format: int64
             * @description milliseconds from the first sight to the last answer, as the page measured it
             */
            tookMs?: number;
            /** @description the page on which it was shown */
            url?: string;
            /**
             * Format: int64
             * @description of the survey
             */
            version: number;
            /** @enum {string} */
            via: "link" | "widget" | "email" | "api";
        };
        SurveyResponses: {
            /** @description so many responses have these words that only the newest 2,000 of them were looked through */
            capped?: boolean;
            responses: components["schemas"]["SurveyResponse"][];
            /**
             * Format: int64
             * @description where more than a state was asked for, 10001 stands for more than 10,000
             */
            total: number;
        };
        SurveyResponsesBody: {
            language?: string;
            /**
             * Format: int64
             * @description 50 by default
             */
            limit?: number;
            /** Format: int64 */
            offset?: number;
            person?: string;
            /** @description only those that answer it */
            question?: string;
            /** @description in which they were changed last; everything by default */
            range?: components["schemas"]["Range"];
            /** @description words that are all in what was written */
            search?: string;
            /**
             * @description begun by default: everything with an answer that is not set aside
             * @enum {string}
             */
            state?: "begun" | "finished" | "partial" | "shown" | "dismissed" | "set_aside";
        };
        SurveyResults: {
            /** @description people who answered */
            answered: components["schemas"]["SurveyFigure"];
            /** Format: int64 */
            asOf: number;
            /** @description people who put it away */
            dismissed: components["schemas"]["SurveyFigure"];
            /** @description of responses that were begun, how many were finished */
            finishing: components["schemas"]["Rate"];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            from?: string;
            /**
             * @description of what is told over time
             * @enum {string}
             */
            interval: "day" | "week" | "month";
            /** @description as message keys: small_sample, not_shown */
            notes?: string[];
            /** @description in the survey's order; questions that it had before come last */
            questions: components["schemas"]["SurveyQuestionResult"][];
            /** @description of people who saw it, how many answered */
            response: components["schemas"]["Rate"];
            /** @description people who saw it */
            shown: components["schemas"]["SurveyFigure"];
            starts: string[];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            to?: string;
        };
        SurveyResultsBody: {
            /**
             * @description also for each value of this
             * @enum {string}
             */
            by?: "stage" | "touchpoint" | "channel" | "via" | "language" | "segment";
            /** @description 90 days by default */
            range?: components["schemas"]["Range"];
            segment?: components["schemas"]["Segment"];
            /** @description by segment: ids of saved ones; all where it is absent */
            segments?: string[];
        };
        SurveyReviewSum: {
            /** Format: int64 */
            count: number;
            /** Format: double */
            high: number;
            /**
             * Format: double
             * @description of the 95 % interval of the mean, by Student's t
             */
            low: number;
            /**
             * Format: double
             * @description 0 of nothing
             */
            mean: number;
            /**
             * Format: int64
             * @description that everybody may read
             */
            public: number;
            /** @description how many gave 1, 2, … 5 stars, rounded */
            stars: number[];
            /** Format: int64 */
            unanswered: number;
        };
        SurveyReviewed: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description as they want to be called */
            author?: string;
            /** @description number of the change that brought it */
            id: string;
            language?: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
            /** @description empty: the brand */
            product: string;
            /** @description its author agreed that everybody may read it */
            public: boolean;
            /** Format: double */
            rating: number;
            reply?: components["schemas"]["SurveyReply"];
            /**
             * Format: double
             * @description -1 to 1
             */
            sentiment?: number;
            /**
             * Format: int32
             * @description that sent it
             */
            source: number;
            /** @description that asked for it */
            survey?: string;
            text: string;
            title: string;
        };
        SurveyRowResult: {
            id: string;
            label: {
                [key: string]: string;
            };
            /** Format: int64 */
            n: number;
            /** @description of each column */
            shares: components["schemas"]["SurveyShare"][];
        };
        SurveySaved: {
            finished: boolean;
            /** @description and those whose do not */
            ignored: components["schemas"]["SurveyIgnored"][];
            /** @description id of the question that comes next, or end */
            next: string;
            /** @description questions whose answers count */
            saved: string[];
        };
        SurveyScore: {
            /** Format: double */
            high: number;
            /** Format: double */
            low: number;
            /** Format: int64 */
            n: number;
            /** @enum {string} */
            scale: "nps" | "csat" | "ces" | "rating" | "review";
            /** @description too few for the figure to be relied on */
            small?: boolean;
            /** Format: double */
            value: number;
        };
        SurveySeenBody: {
            url?: string;
        };
        SurveySent: {
            address: string;
            /**
             * Format: date-time
             * @description of the latest change
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /**
             * Format: date-time
             * @description queued: when it is tried
             * @example 2026-01-31T09:30:00.000Z
             */
            next?: string;
            /** @description why it waits or was given up, as the mail server put it */
            reason?: string;
            /** @enum {string} */
            state: "queued" | "sent" | "failed";
            /** Format: int64 */
            tries: number;
        };
        SurveySettings: {
            /**
             * Format: int64
             * @description days in which nobody is shown a second survey, whichever
             */
            cooldownDays: number;
            /**
             * @description no invitation is sent from here, in the person's time zone, or else the workspace's
             * @example 21:00
             */
            quietFrom?: string;
            /** @example 08:00 */
            quietTo?: string;
            theme: components["schemas"]["SurveyTheme"];
        };
        SurveyShare: {
            /** @description of an option */
            label?: {
                [key: string]: string;
            };
            people: components["schemas"]["People"];
            rate: components["schemas"]["Rate"];
            /** @description the score, or the option's id; other is something else */
            value: string;
        };
        SurveyStateBody: {
            /** @enum {string} */
            state: "draft" | "running" | "paused" | "ended";
        };
        SurveyTargeting: {
            /**
             * Format: int64
             * @description days after which it may come again to the same person; 0 is never
             */
            again?: number;
            /** @description comes also when another survey was shown lately */
            ignoresCooldown?: boolean;
            /**
             * Format: int64
             * @description so many finished responses are enough; 0 is no limit
             */
            quota?: number;
            /**
             * Format: double
             * @description of people, always the same ones; everybody where it is absent
             */
            share?: number;
            trigger?: components["schemas"]["SurveyTrigger"];
            /** @description the ways on which it may come; all of them where it is absent */
            via?: ("link" | "widget" | "email" | "api")[];
            /** @description widget: addresses of pages, with * for anything; a pattern that begins with / is compared with the path */
            where?: string[];
            /** @description only these people */
            who?: components["schemas"]["Segment"];
        };
        SurveyTheme: {
            /** @example #1f6feb */
            accent?: string;
            background?: string;
            /** @description an https address */
            logo?: string;
            /**
             * @description where the widget comes up on a page: in a corner, which is the right one by default, or in the middle
             * @enum {string}
             */
            position?: "right" | "left" | "center";
            /**
             * Format: int64
             * @description of corners, in pixels
             */
            radius?: number;
            text?: string;
        };
        SurveyTrigger: {
            /** @description the latest of them counts */
            event: components["schemas"]["Filter"];
            /** @description what, if it comes after that, makes the survey pointless */
            unless?: components["schemas"]["Filter"];
            /**
             * @description how long it stays due; 14d by default
             * @example 7d
             */
            until?: string;
            /**
             * @description how long after it the survey is due
             * @example 30m
             */
            wait?: string;
        };
        Tally: {
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            queued: number;
            /**
             * Format: int64
             * @description taken by the mail server
             */
            sent: number;
        };
        Theme: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @example t3 */
            id: string;
            /** @example Late delivery */
            name: string;
            /** @description who looks after it */
            owner: string;
            rule: components["schemas"]["ThemeRule"];
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        ThemeBody: {
            name: string;
            owner?: string;
            rule: components["schemas"]["ThemeRule"];
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        ThemeFresh: {
            /**
             * Format: int64
             * @description its texts of the 28 days before
             */
            before: number;
            /**
             * Format: int64
             * @description all texts of these days
             */
            ofAll: number;
            /**
             * Format: int64
             * @description all texts of those days
             */
            ofThose: number;
            /**
             * Format: double
             * @description one-sided p-value that its share did not grow: Fisher's exact test where counts are small, else two proportions with continuity correction
             */
            p: number;
            /**
             * Format: double
             * @description the same with the other themes looked at (Benjamini and Hochberg 1995)
             */
            q: number;
            /**
             * Format: int64
             * @description its texts of the last seven days
             */
            recent: number;
            /**
             * @description new: hardly heard before, rising: more than before, each with q ≤ 0.05; steady: neither
             * @enum {string}
             */
            state: "new" | "rising" | "steady";
        };
        ThemeList: {
            themes: components["schemas"]["Theme"][];
        };
        ThemeMerge: {
            /** @description id of the theme that is deleted */
            with: string;
        };
        ThemePhrase: {
            text: string;
            /**
             * Format: int64
             * @description that have it
             */
            texts: number;
        };
        ThemeProposal: {
            examples: string[];
            /** @description of the texts looked at */
            fresh: components["schemas"]["ThemeFresh"];
            language: string;
            /** @description its most telling phrases; people find a better one */
            name: string;
            /** @description the most telling first */
            phrases: components["schemas"]["ThemePhrase"][];
            /** @description texts with any of the phrases */
            rule: components["schemas"]["ThemeRule"];
            /**
             * Format: int64
             * @description of those looked at
             */
            texts: number;
        };
        ThemeProposals: {
            /**
             * Format: int64
             * @description that the range has
             */
            all: number;
            proposals: components["schemas"]["ThemeProposal"][];
            /**
             * Format: int64
             * @description that were looked at
             */
            texts: number;
        };
        ThemeRule: {
            /** @description each of these is in the text */
            all?: string[];
            /** @description one of these is in the text, where there are some */
            any?: string[];
            /** @description none of these is in the text */
            none?: string[];
        };
        ThemeSearch: {
            /** @description of mentions; empty where it is not told */
            authorKinds?: string[];
            channels?: string[];
            events?: string[];
            feelings?: ("negative" | "neutral" | "positive" | "not_scored" | "unsupported")[];
            /**
             * Format: int64
             * @description so many of each language at most; 12 by default
             */
            groups?: number;
            languages?: string[];
            /** @description of mentions */
            networks?: string[];
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person?: string;
            range?: components["schemas"]["Range"];
            /** @description words that are all in the text */
            search?: string;
            /** @description id */
            theme?: string;
            /** @description ids: mentions of one of them */
            topics?: string[];
            /** @description ids; empty for texts at none */
            touchpoints?: string[];
        };
        Timeline: {
            events: components["schemas"]["TimelineEvent"][];
            /** @description give it as before for the next page; absent on the last one */
            next?: string;
        };
        TimelineEvent: {
            channel: string;
            context?: {
                [key: string]: unknown;
            };
            /** @description what a person said of how it feels, which counts in the place of what the properties say */
            corrected?: components["schemas"]["HeardCorrection"];
            /** @description future_clock: the sender's clock was ahead; replayed: out of quarantine; made_message_id: the sender gave none */
            flags?: string[];
            messageId: string;
            name: string;
            properties?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            receivedAt: string;
            /** @description what a model elsewhere said of how it feels, which counts likewise where no person corrected it */
            scored?: components["schemas"]["EventScore"];
            /** Format: int64 */
            seq: number;
            /** Format: int32 */
            source: number;
            sourceName?: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            subject: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            time: string;
            /** @description id of the touchpoint that it belongs to */
            touchpoint?: string;
            traits?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            type: "track" | "page" | "screen" | "identify" | "group" | "alias";
        };
        Times: {
            /** Format: int64 */
            median: number;
            /** Format: int64 */
            n: number;
            /** Format: int64 */
            p90: number;
        };
        Token: {
            /** @description who made it */
            by: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @description the end of its secret, to tell tokens apart */
            hint: string;
            id: string;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "marketer" | "designer" | "developer" | "support" | "finance" | "viewer";
            /**
             * Format: date-time
             * @description when it was last used
             * @example 2026-01-31T09:30:00.000Z
             */
            used?: string;
        };
        TokenCreated: {
            /** @description shown only now: send it as Authorization: Bearer SECRET */
            secret: string;
            token: components["schemas"]["Token"];
        };
        TokenList: {
            tokens: components["schemas"]["Token"][];
        };
        TokenNew: {
            name: string;
            /**
             * @description at most the maker's own
             * @enum {string}
             */
            role: "owner" | "admin" | "marketer" | "designer" | "developer" | "support" | "finance" | "viewer";
        };
        TokenReplay: {
            /** Format: int64 */
            consumed: number;
            /**
             * Format: double
             * @description ½(1 − missing/consumed) + ½(1 − remaining/produced), over the sums
             */
            fitness: number;
            /**
             * Format: double
             * @description the mean of the same of each person
             */
            mean: number;
            /** Format: int64 */
            missing: number;
            /** Format: int64 */
            produced: number;
            /** Format: int64 */
            remaining: number;
        };
        Told: {
            /** @description a stable word for exactly this */
            code: string;
            /** @description those of the values that are such words themselves */
            in?: {
                [key: string]: components["schemas"]["Told"];
            };
            /** @description the values in its words, as v1, v2 and so on */
            with?: {
                [key: string]: string;
            };
        };
        Topic: {
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            changed: string;
            /** @example #1f6feb */
            colour?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            created: string;
            /** @description a query too: what fits it is left out */
            exclusions?: string;
            /** @example l2 */
            id: string;
            /** @enum {string} */
            kind: "brand" | "competitor" | "campaign" | "other";
            /** @example Nusa Home */
            name: string;
            /** @example nusa home OR #nusahome */
            query: string;
            /**
             * Format: int64
             * @description one more at each change
             */
            version: number;
        };
        TopicAuthorRule: {
            /** @example social_id */
            idType: string;
            /** @example mastodon */
            network: string;
        };
        TopicBody: {
            colour?: string;
            /** @description a query too: what fits it is left out */
            exclusions?: string;
            /** @enum {string} */
            kind: "brand" | "competitor" | "campaign" | "other";
            name: string;
            /** @description words, "phrases", prefix*, #tag, @name, AND, OR, NOT or -, parentheses, and lang: network: author: kind: topic: */
            query: string;
            /**
             * Format: int64
             * @description of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any
             */
            version?: number;
        };
        TopicList: {
            topics: components["schemas"]["Topic"][];
        };
        TopicPart: {
            /** @description the query asks for this */
            hit?: boolean;
            text: string;
        };
        TopicTry: {
            /** @description of mentions; empty where it is not told */
            authorKinds?: string[];
            channels?: string[];
            events?: string[];
            exclusions?: string;
            feelings?: ("negative" | "neutral" | "positive" | "not_scored" | "unsupported")[];
            languages?: string[];
            /** @description of mentions */
            networks?: string[];
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person?: string;
            query: string;
            range?: components["schemas"]["Range"];
            /** @description words that are all in the text */
            search?: string;
            /** @description id */
            theme?: string;
            /** @description ids: mentions of one of them */
            topics?: string[];
            /** @description ids; empty for texts at none */
            touchpoints?: string[];
        };
        Touchpoint: {
            id: string;
            momentOfTruth: boolean;
            /** @example Checkout, web */
            name: string;
            /** @description who looks after it */
            owner?: string;
            /**
             * Format: int64
             * @description from 0; an event belongs to the first touchpoint whose rule it meets
             */
            place: number;
            rule: components["schemas"]["Filter"];
            /** @description id of the stage it belongs to; none while it has no place */
            stage?: string;
        };
        TouchpointChange: {
            momentOfTruth?: boolean;
            name?: string;
            owner?: string;
            /** Format: int64 */
            place?: number;
            rule?: components["schemas"]["Filter"];
            stage?: string;
        };
        TouchpointFigs: {
            /** Format: int64 */
            events: number;
            id: string;
            /** @description people whose last touch in the range is here */
            journeyExit: components["schemas"]["Rate"];
            lift: components["schemas"]["Lift"];
            name: string;
            other?: boolean;
            /** Format: int64 */
            passes: number;
            /** Format: int64 */
            people: number;
            /** @description people who came in more than one session */
            repeat: components["schemas"]["Rate"];
            /** @description passes that are the last touch of their session */
            sessionExit: components["schemas"]["Rate"];
            /** @description by scale, of signals within the window after a pass */
            signals: components["schemas"]["SignalFigs"][];
            stage?: string;
            /** @description of a pass, where it is known */
            time: components["schemas"]["Spent"];
            /** @description of the breakdown */
            value?: string;
            /** @description revenue within the window after the first pass */
            worth: components["schemas"]["Worth"];
        };
        TouchpointList: {
            touchpoints: components["schemas"]["Touchpoint"][];
        };
        TouchpointNew: {
            momentOfTruth?: boolean;
            name: string;
            owner?: string;
            /** Format: int64 */
            place?: number;
            rule: components["schemas"]["Filter"];
            stage?: string;
        };
        TouchpointShare: {
            /** Format: int64 */
            events: number;
            id: string;
            name: string;
            /** Format: int64 */
            people: number;
            stage: string;
        };
        TouchpointUseList: {
            uses: components["schemas"]["MapUse"][];
        };
        Touchpoints: {
            /**
             * @description touchpoint by default, event where the workspace has none
             * @enum {string}
             */
            by?: "touchpoint" | "event" | "channel";
            /** @description what counts as going on; by default an event that enters the touchpoint's stage or a later one */
            conversion?: components["schemas"]["Filter"];
            /**
             * @description the quiet time that ends a session; 30m by default
             * @example 7d
             */
            gap?: string;
            /** @description an answer or opinion counts for the latest pass that began before it alone; by default for every pass within the window */
            latest?: boolean;
            /** @description the stages that a pass leads to and that are worth something; the workspace's own by default */
            model?: components["schemas"]["StageModel"];
            /** @description events that only say that somebody is still there; page_ping and Page Ping by default */
            pings?: string | string[];
            /** @description asked about instead of the workspace's touchpoints, such as the steps of a map; their rules may name those touchpoints */
            places?: components["schemas"]["Place"][];
            /** @description properties that hold what a conversion is worth, the first that is there; revenue and total by default */
            revenue?: string | string[];
            /** @description where answers and opinions are found; by default surveys nps, csat and ces, ratings and sentiment */
            signals?: components["schemas"]["Signal"][];
            /**
             * @description how long after a pass a conversion, a signal or revenue still counts; 14d by default
             * @example 7d
             */
            window?: string;
        };
        TouchpointsAnswer: {
            by: string;
            rows: components["schemas"]["TouchpointFigs"][];
        };
        Trait: {
            /** @description of the sample */
            everyone: components["schemas"]["Rate"];
            rule: components["schemas"]["Segment"];
            /** @description of the group */
            share: components["schemas"]["Rate"];
        };
        Trend: {
            /**
             * @description day by default; weeks begin on Monday
             * @enum {string}
             */
            interval?: "hour" | "day" | "week" | "month";
            /**
             * @description events by default
             * @enum {string}
             */
            measure?: "events" | "people" | "sum" | "mean";
            /** @description the numeric property of sum and mean; values that are not numbers are left out */
            property?: string;
        };
        TrendAnswer: {
            series: components["schemas"]["TrendSeries"][];
            starts: string[];
            /** @description places of the intervals of which a part only is counted: they begin before the range, end after it, or are not over yet */
            unfinished?: number[];
        };
        TrendSeries: {
            /** @description of a mean: the 95 % interval of each point */
            bounds?: components["schemas"]["Bounds"][];
            n: number[];
            other?: boolean;
            points: number[];
            /** Format: double */
            total: number;
            /** @description of a mean: that of the total */
            totalBounds?: components["schemas"]["Bounds"];
            value: string;
        };
        User: {
            /** Format: email */
            email: string;
            id: string;
            /**
             * @description language of the screens; empty is the browser's
             * @enum {string}
             */
            locale: "" | "en" | "id" | "zh-Hant";
            /** @description signed in with a one-time password: a new one has to be set first */
            mustSetPassword: boolean;
            name: string;
        };
        Value: {
            /**
             * Format: double
             * @description share a year by which later money is worth less; 0.1 by default
             */
            discount?: number;
            /**
             * Format: double
             * @description the last share of the days, kept back to check the model; 0.25 by default, 0 is no check
             */
            holdout?: number;
            /** @description the date that the check begins with, instead of a share */
            holdoutFrom?: string;
            /**
             * @description how far to look ahead; 365d by default
             * @example 7d
             */
            horizon?: string;
            /**
             * @description of repeat purchases; bg_nbd by default
             * @enum {string}
             */
            model?: "bg_nbd" | "mbg_nbd" | "pareto_nbd";
            /** @description which events are orders; Order Completed by default */
            orders?: components["schemas"]["Filter"];
            /** @description the numeric property that holds what an order brings; revenue by default */
            property?: string;
            /** @description events whose amount is taken off again; one that is an order too is an order */
            refunds?: components["schemas"]["Filter"];
            /**
             * @description that the parameters are told in; week by default
             * @enum {string}
             */
            unit?: "day" | "week";
        };
        ValueAnswer: {
            /** @description buyers by the probability that they still buy; none without a model */
            alive: components["schemas"]["AliveBin"][];
            /** @description of orders with an amount, before refunds */
            averageOrder: components["schemas"]["Mean"];
            /** Format: int64 */
            buyers: number;
            /** @description those with people, the best first */
            cells: components["schemas"]["RFMCell"][];
            /** @description the one that most orders are in; empty where orders carry none */
            currency: string;
            /** @description buyers by worth, the most worth first; none without a model */
            deciles: components["schemas"]["ValueDecile"][];
            expected?: components["schemas"]["ValueExpected"];
            /** @description by month, of 365/12 days */
            forecast: components["schemas"]["FuturePoint"][];
            groups: components["schemas"]["RFMGroup"][];
            /** @description repeat purchases until now, beside what the model makes of the first ones alone */
            history: components["schemas"]["HistoryPoint"][];
            holdout: components["schemas"]["ValueHoldout"];
            /** @description buyers with orders on two days */
            laterDay: components["schemas"]["Rate"];
            /** @description orders in other currencies, which nothing here counts */
            leftOut: components["schemas"]["CurrencyOrders"][];
            /** @description of repeat purchases */
            model: components["schemas"]["ValueModel"];
            /** Format: int64 */
            orders: number;
            /** @description revenue */
            perBuyer: components["schemas"]["Mean"];
            /** Format: double */
            refunded: number;
            /** @description buyers with a second order */
            repeat: components["schemas"]["Rate"];
            /**
             * Format: double
             * @description without what was refunded
             */
            revenue: number;
            /** @description buyers with two orders on one day */
            sameDay: components["schemas"]["Rate"];
            /** @description gamma-gamma, of what a purchase brings */
            spend: components["schemas"]["ValueModel"];
            /**
             * Format: int64
             * @description orders whose property holds no number; they count as orders of 0
             */
            withoutAmount: number;
        };
        ValueDecile: {
            /**
             * Format: double
             * @description people expected to be alive
             */
            alive: number;
            /** Format: int64 */
            decile: number;
            /** Format: int64 */
            people: number;
            /**
             * Format: double
             * @description expected within the horizon
             */
            purchases: number;
            /**
             * Format: double
             * @description until now
             */
            revenue: number;
            /**
             * Format: double
             * @description customer lifetime value within the horizon, discounted
             */
            worth: number;
        };
        ValueExpected: {
            /**
             * Format: double
             * @description people expected to be alive now
             */
            alive: number;
            aliveBounds?: components["schemas"]["Bounds"];
            /** Format: double */
            purchases: number;
            purchasesBounds?: components["schemas"]["Bounds"];
            /**
             * Format: double
             * @description not discounted
             */
            revenue: number;
            revenueBounds?: components["schemas"]["Bounds"];
            /**
             * @description whether bounds can be told: ok all; flat none, as the data do not say clearly when people stop; else none of money: no spending model, one whose likelihood has no clear top, or one whose spread has no end
             * @enum {string}
             */
            sure: "ok" | "flat" | "spend_none" | "spend_flat" | "spend_wide";
            /**
             * Format: double
             * @description customer lifetime value: discounted
             */
            worth: number;
            worthBounds?: components["schemas"]["Bounds"];
        };
        ValueHoldout: {
            /**
             * Format: int64
             * @description their purchases in it
             */
            actual?: number;
            /** @description by the number of repeat purchases before; the last is so many or more */
            byRepeats?: components["schemas"]["HoldoutGroup"][];
            /**
             * Format: double
             * @description between expected and actual purchases, person by person
             */
            correlation?: number;
            /** Format: int64 */
            days?: number;
            /** Format: double */
            expected?: number;
            /** @description its first date */
            from?: string;
            /**
             * Format: double
             * @description mean absolute error of a person's purchases
             */
            mae?: number;
            /**
             * Format: double
             * @description mean absolute error of the cumulative purchases of all, as a share, over the weeks of the holdout
             */
            mape?: number;
            parameters?: components["schemas"]["ModelParameter"][];
            /**
             * Format: int64
             * @description who first bought before it
             */
            people?: number;
            /** @enum {string} */
            state: "ok" | "none" | "outside" | "few_customers" | "few_repeaters" | "no_spread" | "no_fit";
        };
        ValueModel: {
            /** @description false: the likelihood has no clear top, the figures are the best found */
            converged: boolean;
            /**
             * Format: double
             * @description gamma-gamma: between number and mean value of repeat purchases, which it takes to be 0
             */
            correlation?: number;
            /** Format: double */
            logLikelihood: number;
            /**
             * Format: int64
             * @description customers that it was fitted to
             */
            n: number;
            name: string;
            parameters: components["schemas"]["ModelParameter"][];
            /** Format: int64 */
            repeaters: number;
            /** @enum {string} */
            state: "ok" | "few_customers" | "few_repeaters" | "no_spread" | "no_fit";
            /** @description of parameters that are times */
            unit?: string;
        };
        Verdict: {
            detail?: string;
            /** Format: int64 */
            index: number;
            messageId: string;
            /** @enum {string} */
            outcome: "stored" | "duplicate" | "rejected";
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person?: string;
            reason?: string;
            /** Format: int64 */
            seq?: number;
            /** @description the detail as a stable word and values, for those who say it in another language */
            told?: components["schemas"]["Told"];
        };
        VoiceFeeling: {
            /**
             * @description empty for what the model said
             * @enum {string}
             */
            feeling: "negative" | "neutral" | "positive" | "";
        };
        VoiceModel: {
            /** @description on texts that the model was not trained on */
            figures: components["schemas"]["Figure"][];
            language: string;
        };
        VoiceModels: {
            /** @description the model elsewhere that scores texts, where one is set */
            elsewhere?: components["schemas"]["HeardScoring"];
            models: components["schemas"]["VoiceModel"][];
        };
        VoicePage: {
            /**
             * Format: int64
             * @description the last change that this knows
             */
            asOf: number;
            /** @description so many texts have these words that only the newest 20,000 of them were looked through */
            capped?: boolean;
            /** @description where the next page begins */
            next?: string;
            texts: components["schemas"]["VoiceText"][];
        };
        VoicePageQuery: {
            /** @description of mentions; empty where it is not told */
            authorKinds?: string[];
            /** @description the next of the page before */
            before?: string;
            channels?: string[];
            events?: string[];
            feelings?: ("negative" | "neutral" | "positive" | "not_scored" | "unsupported")[];
            languages?: string[];
            /**
             * Format: int64
             * @description 50 by default
             */
            limit?: number;
            /** @description of mentions */
            networks?: string[];
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person?: string;
            range?: components["schemas"]["Range"];
            /** @description words that are all in the text */
            search?: string;
            /** @description id */
            theme?: string;
            /** @description ids: mentions of one of them */
            topics?: string[];
            /** @description ids; empty for texts at none */
            touchpoints?: string[];
        };
        VoicePeople: {
            /** @description there are more than these */
            more?: boolean;
            people: components["schemas"]["PeopleRow"][];
        };
        VoiceQuery: {
            /** @description of mentions; empty where it is not told */
            authorKinds?: string[];
            channels?: string[];
            events?: string[];
            feelings?: ("negative" | "neutral" | "positive" | "not_scored" | "unsupported")[];
            languages?: string[];
            /** @description of mentions */
            networks?: string[];
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person?: string;
            range?: components["schemas"]["Range"];
            /** @description words that are all in the text */
            search?: string;
            /** @description id */
            theme?: string;
            /** @description ids: mentions of one of them */
            topics?: string[];
            /** @description ids; empty for texts at none */
            touchpoints?: string[];
        };
        VoiceText: {
            /** @description the question that it answers */
            ask?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @description of a mention */
            author?: string;
            /** @description of a mention, where the network tells it */
            authorKind?: string;
            channel: string;
            /** @description what a person said of the feeling */
            corrected?: components["schemas"]["HeardCorrection"];
            /** @example Product Reviewed */
            event: string;
            /** @enum {string} */
            feeling: "negative" | "neutral" | "positive" | "not_scored" | "unsupported";
            /**
             * Format: double
             * @description of a mention: likes, replies and shares, where the network tells them
             */
            interactions?: number;
            /** @description id, en, zh, ar, or as it was given */
            language?: string;
            /** @description of a mention: the type of the author's id that says whose it is beside their name on the network, as a rule gave it; empty where none does */
            matched?: string;
            /** @description what the person is called */
            name?: string;
            /** @description of a mention: where it was heard */
            network?: string;
            /** @example 5f2c9a1e0b7d4c3388aa01f2e3d4c5b6 */
            person: string;
            /** Format: double */
            rating?: number;
            /**
             * Format: double
             * @description of a mention: how many may have seen it
             */
            reach?: number;
            /**
             * Format: double
             * @description −1 to 1, where there is one
             */
            score?: number;
            /** @description who said how it feels: jejak (models of our own), sender, or the name of a model elsewhere; empty where nobody did */
            scorer?: string;
            /**
             * Format: int64
             * @description number of the event that brought it
             */
            seq: number;
            /** @description name of the survey that asked */
            survey?: string;
            text: string;
            /** @description ids of its themes */
            themes?: string[];
            title?: string;
            /** @description of a mention: id of the topic that its source was asked for */
            topic?: string;
            /** @description of a mention: ids of the topics that it is of */
            topics?: string[];
            /** @description id of the touchpoint that it was said at */
            touchpoint?: string;
            url?: string;
            /** @description of a mention: the network vouches for the author */
            verified?: boolean;
        };
        WorkspaceChange: {
            currency?: string;
            name?: string;
            zone?: string;
        };
        WorkspaceList: {
            workspaces: components["schemas"]["SessionWorkspace"][];
        };
        WorkspaceNew: {
            /** @example TWD */
            currency: string;
            name: string;
            /** @example Asia/Taipei */
            zone: string;
        };
        Worth: {
            /** Format: int64 */
            orders: number;
            /** Format: double */
            perPerson: number;
            /** Format: double */
            sum: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    downloadBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The backup */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": string;
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpQuestion"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpAnswer"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readHelp: {
        parameters: {
            query?: {
                /** @description that the reader prefers, the best first */
                languages?: string[];
            };
            header?: never;
            path: {
                slug: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpReading"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sayHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpSaid"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deliverMentions: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same each time that a delivery is tried */
                "webhook-id"?: string;
                /** @description seconds since 1970 */
                "webhook-timestamp"?: string;
                /** @description v1, and HMAC-SHA256 of id.timestamp.body in base64 */
                "webhook-signature"?: string;
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListenReceived"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPublicReviews: {
        parameters: {
            query: {
                product: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description write key of a source of the workspace */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A schema.org Product */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/ld+json": string;
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    nextSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyNextBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyNext"];
                };
            };
            /** @description Nothing is to be shown */
            204: {
                headers: {
                    /** @description seconds, 5 to 3600, until the first survey is due that only waits; absent where none waits */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPublicSurvey: {
        parameters: {
            query?: {
                /** @description the best of the survey's for the browser's Accept-Language, where it is absent */
                language?: string;
            };
            header?: {
                "Accept-Language"?: string;
            };
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyPublic"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyAnswersBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveySaved"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dismissSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveySeenBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Code"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordAgain"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorEnd"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getShared: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedMap"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openShared: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SharePassword"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedMap"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharedImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkspaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWorkspace"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWorkspace"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionWorkspace"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listActivity: {
        parameters: {
            query?: {
                /** @description entries before this one */
                before?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Question"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answer"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description entries before this one */
                before?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionPause"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadToConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListenReceived"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDashboards: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DashboardList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDashboard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DashboardBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDashboard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeDashboard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DashboardBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDashboard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDigest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigestChoice"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDigest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DigestBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DigestChoice"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpShelf"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpArticle"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpArticle"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpArticle"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareArticle: {
        parameters: {
            query: {
                from: number;
                to: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpComparison"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpRestore"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpArticle"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    articleVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpVersions"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpMarkdown"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpPreview"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settleHelpQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpDone"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchHelp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpQuestion"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpAnswer"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setHelpSite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpSite"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpSite"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIdentityRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityRules"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setIdentityRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentityRules"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityRules"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryIdentityRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentityRules"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityTrial"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLedger: {
        parameters: {
            query?: {
                /** @description RFC 3339 time, or a date that begins in the workspace's zone; 7 days ago by default */
                from?: string;
                /** @description the end, not included; a date includes that day; now by default */
                to?: string;
                /** @description all by default */
                source?: number;
                by?: "hour" | "day";
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                link: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveCount"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMaps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapView"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMapTemplates: {
        parameters: {
            query?: {
                /** @description en, id or zh-Hant */
                language?: string;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapTemplateList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTouchpointUses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchpointUseList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMap: {
        parameters: {
            query?: {
                /** @description 0 is the last one */
                revision?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapView"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMapChanges: {
        parameters: {
            query?: {
                /** @description the last revision that is known */
                since?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapChanges"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapOutcome"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMapComments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapCommentList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMapComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapCommentNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapComment"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMapComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMapComment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapCommentChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapComment"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareMap: {
        parameters: {
            query?: {
                from?: number;
                /** @description 0 is the last one */
                to?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapComparison"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    copyMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapCopy"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapView"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportMap: {
        parameters: {
            query?: {
                /** @description 0 is the last one */
                revision?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapFile"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMapImages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapImageList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMapImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapImageNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapImage"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMapImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The image */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMapImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapFile"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapOutcome"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchMap: {
        parameters: {
            query?: {
                /** @description the last revision that is known */
                since?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["MapLive"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    overlayMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapLook"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapOverlay"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    announcePresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapPresence"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapPresentList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapRestore"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapOutcome"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMapRevisions: {
        parameters: {
            query?: {
                /** @description the next of the page before */
                before?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapRevisionList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMapShares: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapShareList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMapShare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapShareNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapShareMade"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMapShare: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMapVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapVersionList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMapVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapVersionNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapVersion"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    walkMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapWalkLook"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapWalks"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMapWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapWatch"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMapWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                map: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapWatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapWatch"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberCreated"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetMemberPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTimePassword"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetMemberSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeNotices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticesSeen"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOpportunities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapOpportunities"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPains: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PainList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PainNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pain"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposePains: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PainSearch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PainList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pain"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PainEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pain"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    painFigures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PainSearch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PainView"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    painHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PainPast"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    painMending: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PainMending"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /** @description part of a trait value, or an id's beginning */
                search?: string;
                sort?: "last_seen" | "first_seen" | "events";
                offset?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeoplePage"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPage"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPersonEvents: {
        parameters: {
            query?: {
                /** @description the next of the page before */
                before?: string;
                limit?: number;
                /** @description all by default */
                channel?: string;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPersonas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonaList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPersona: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonaBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Persona"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggestPersonas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonaSearch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestions"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPersona: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Persona"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePersona: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonaBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Persona"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePersona: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuarantine: {
        parameters: {
            query?: {
                /** @description all by default */
                source?: number;
                /** @description rows before this one */
                before?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinePage"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineRow"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayQuarantined: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayResult"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuestions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedQuestionList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedQuestion"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedQuestion"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedQuestion"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReviews: {
        parameters: {
            query?: {
                /** @description decided ones too */
                all?: boolean;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importProductReviews: {
        parameters: {
            query?: {
                /** @description store nothing, and say what would be */
                dryRun?: boolean;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewsBrought"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProductReviews: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductReviewsBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductReviews"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewDecision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replyProductReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductReviewReply"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyReviewed"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schema"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSegments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSegmentList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSegment"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sizeSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentRule"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentSize"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSegment"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SegmentChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSegment"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSegmentMoves: {
        parameters: {
            query?: {
                /** @description the last number that is known */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentMoves"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSegmentSizes: {
        parameters: {
            query?: {
                /** @description hours of two weeks, or days of two years */
                by?: "hour" | "day";
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentSizes"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSources: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                /** @description number of the source */
                source: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                /** @description number of the source */
                source: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                /** @description number of the source */
                source: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                /** @description number of the source */
                source: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LiveEvent"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                /** @description number of the source */
                source: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSpend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpendList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSpend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SpendList"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpendSaved"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStageModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageModel"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setStageModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StageModel"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageModel"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStageModels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StageTemplateList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSurveys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Survey"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewSurveyMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyMailBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyDrawn"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyPreviewBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyPublic"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSurveySettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveySettings"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSurveySettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveySettings"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveySettings"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Survey"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Survey"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportSurvey: {
        parameters: {
            query?: {
                /** @description of labels; the survey's first one by default */
                language?: string;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line for each response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSurveyLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyLinks"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSurveyLinks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyLinkBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyLinks"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeSurveyLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSurveyMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyMailed"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSurveyDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyDeliveries"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSurveyDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyDelivery"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSurveyDeliveryPeople: {
        parameters: {
            query: {
                /** @description the figure */
                part: "people" | "left" | "held" | "queued" | "sent" | "failed" | "withdrawn" | "bounced" | "unsubscribed" | "answered" | "finished";
                /** @description held: only those with this reason */
                reason?: string;
                offset?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyDeliveryPeople"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopSurveyDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyDelivery"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportSurveyDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line for each delivery */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSurveyMails: {
        parameters: {
            query?: {
                /** @description all where it is absent */
                state?: "queued" | "sent" | "failed";
                offset?: number;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyMails"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendSurvey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyMailSend"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyDelivery"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testSurveyMail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyMailTest"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSurveyResponses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyResponsesBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyResponses"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askSurveyResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyResultsBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyResults"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setSurveyState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyStateBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Survey"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    whySurvey: {
        parameters: {
            query: {
                person: string;
                via?: "link" | "widget" | "email" | "api";
                /** @description of the page; where it is absent, pages are not looked at */
                url?: string;
                language?: string;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyDecision"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description of this map alone */
                map?: string;
                /** @description only those that are not done */
                open?: boolean;
            };
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapTaskList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapTaskNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapTask"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MapTaskChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MapTask"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTouchpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TouchpointList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTouchpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TouchpointNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Touchpoint"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTouchpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTouchpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TouchpointChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Touchpoint"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthorRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorRules"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setAuthorRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthorRules"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorRules"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlertConditions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertConditionList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAlertCondition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertConditionBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertCondition"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAlertCondition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertConditionBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertCondition"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAlertCondition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceQuery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeardListening"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVoiceModels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceModels"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSpeakers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceQuery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoicePeople"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summariseTexts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceQuery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeardSummary"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTexts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoicePageQuery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoicePage"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    correctFeeling: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                /** @description number of the text */
                seq: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VoiceFeeling"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceText"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listThemes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTheme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThemeBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Theme"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposeThemes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThemeSearch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThemeProposals"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTheme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThemeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Theme"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTheme: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mergeThemes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ThemeMerge"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Theme"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTopics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicList"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Topic"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicTry"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeardTrial"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopicBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Topic"];
                };
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTopic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description number of the workspace */
                ws: number;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A fault */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
