//! Who may ask for what: addresses, the token, and what every answer says of itself.

use super::super::exit::Failure;
use super::desk::{Case, Desk, Recorded};
use super::page::{self, Form};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use redtape::message::{Ids, Lang, Message, words};
use redtape::report::html::{REVIEW_SCRIPT, policy};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most bytes of what is sent.
const MOST: usize = 1 << 20;

/// What is served, and to whom.
pub(super) struct Server {
    pub(super) desk: Desk,
    /// Whoever does not know it gets nothing.
    pub(super) token: String,
    /// What `Host` may be.
    pub(super) hosts: Vec<String>,
    pub(super) lang: Lang,
}

type Served = State<Arc<Server>>;
type Asked = Query<BTreeMap<String, String>>;

/// Why there is no page.
enum Refusal {
    /// There is no such thing.
    NotHere,
    /// The request or the files are at fault.
    Says(StatusCode, String),
}

impl Server {
    pub(super) fn router(self) -> Router {
        let server = Arc::new(self);
        Router::new()
            .route("/{token}/", get(list))
            .route("/{token}/{name}", get(procedure))
            .route("/{token}/{name}/tag", get(tag))
            .route("/{token}/{name}/decide", post(decide))
            .route("/{token}/{name}/minutes.html", get(minutes_page))
            .route("/{token}/{name}/minutes.md", get(minutes_markdown))
            .route("/{token}/{name}/minutes.pdf", get(minutes_pdf))
            .route("/{token}/{name}/minutes.docx", get(minutes_docx))
            .layer(DefaultBodyLimit::max(MOST))
            .layer(from_fn_with_state(server.clone(), guard))
            .fallback(nothing)
            .with_state(server)
    }

    /// The language that an address asks for, else that of the command.
    fn lang(&self, asked: &BTreeMap<String, String>) -> Lang {
        let asked = asked.get("lang");
        let mut known = Lang::ALL.into_iter();
        known
            .find(|lang| asked.is_some_and(|asked| asked == lang.tag()))
            .unwrap_or(self.lang)
    }

    /// Whether a request comes with the token, to this machine's own name, and from no other site's page.
    fn admits(&self, request: &Request) -> bool {
        let named = |name| {
            let value = request.headers().get(name);
            value.and_then(|value| value.to_str().ok())
        };
        let is_ours = |host: &str| {
            self.hosts
                .iter()
                .any(|ours| ours.eq_ignore_ascii_case(host))
        };
        let authority = request.uri().authority();
        let origin = named(header::ORIGIN).map(|origin| origin.strip_prefix("http://"));
        let token = request.uri().path().split('/').nth(1).unwrap_or_default();
        let one_host = request.headers().get_all(header::HOST).iter().count() == 1;
        one_host
            && named(header::HOST).is_some_and(is_ours)
            && authority.is_none_or(|authority| is_ours(authority.as_str()))
            && origin.is_none_or(|origin| origin.is_some_and(is_ours))
            && same(token.as_bytes(), self.token.as_bytes())
    }
}

/// Whether two texts are the same; how long it takes does not tell where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    let differ = one.iter().zip(other).map(|(one, other)| one ^ other);
    let differ = differ.fold(0, |all, bits| std::hint::black_box(all | bits));
    one.len() == other.len() && differ == 0
}

/// Lets through what is admitted. Whatever is answered is stored nowhere and shown in no other site's frame.
async fn guard(State(server): Served, request: Request, next: Next) -> Response {
    let mut response = if server.admits(&request) {
        next.run(request).await
    } else {
        nothing().await
    };
    let policy = format!(
        "{}; connect-src 'self'; frame-ancestors 'none'",
        policy(REVIEW_SCRIPT)
    );
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn nothing() -> Response {
    Refusal::NotHere.into_response()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::NotHere => {
                // Nobody knows which language who has no token reads.
                let both = Lang::ALL.map(|lang| words("review-not-here", lang));
                (StatusCode::NOT_FOUND, both.join("\n")).into_response()
            }
            Self::Says(code, text) => (code, text).into_response(),
        }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Input(text) => Self::Says(StatusCode::UNPROCESSABLE_ENTITY, text),
            Failure::Io(error) => {
                Self::Says(StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}"))
            }
            Failure::Closed => Self::NotHere,
        }
    }
}

type Answer<T> = Result<T, Refusal>;

/// Does what takes its time beside the thread that answers. A bug in it ends that request only.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Answer<T> + Send + 'static) -> Answer<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|bug| {
        let said = format!("a bug of redtape: {bug}");
        Err(Refusal::Says(StatusCode::INTERNAL_SERVER_ERROR, said))
    })
}

type Kind = [(header::HeaderName, &'static str); 1];

const PAGE: Kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
const MARKDOWN: Kind = [(header::CONTENT_TYPE, "text/markdown; charset=utf-8")];
const PDF: Kind = [(header::CONTENT_TYPE, "application/pdf")];
const DOCX: Kind = [(
    header::CONTENT_TYPE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)];

async fn list(State(server): Served, Query(asked): Asked) -> Answer<Response> {
    let page = aside(move || Ok(page::list(&server.desk, server.lang(&asked))?)).await?;
    Ok((PAGE, page).into_response())
}

impl Server {
    fn open(&self, name: &str, lang: Lang) -> Answer<Case> {
        self.desk.open(name, lang)?.ok_or(Refusal::NotHere)
    }
}

type Named = Path<(String, String)>;

async fn procedure(
    State(server): Served,
    Path((_, name)): Named,
    Query(asked): Asked,
) -> Answer<Response> {
    let page = aside(move || {
        let lang = server.lang(&asked);
        let case = server.open(&name, lang)?;
        let run = server.desk.run(&case, lang)?;
        Ok(page::procedure(&case, &run, &name)?)
    });
    Ok((PAGE, page.await?).into_response())
}

/// What the state of the files is called, for windows that follow.
async fn tag(State(server): Served, Path((_, name)): Named) -> Answer<String> {
    aside(move || Ok(server.open(&name, server.lang)?.tag)).await
}

async fn minutes(server: Arc<Server>, name: String, asked: Asked, form: Form) -> Answer<Response> {
    let Query(asked) = asked;
    let bytes = aside(move || {
        let lang = server.lang(&asked);
        let case = server.open(&name, lang)?;
        let run = server.desk.run(&case, lang)?;
        Ok(page::minutes(&server.desk, &run, &name, form)?)
    });
    let kind = match form {
        Form::Page => PAGE,
        Form::Markdown => MARKDOWN,
        Form::Pdf => PDF,
        Form::Docx => DOCX,
    };
    Ok((kind, bytes.await?).into_response())
}

async fn minutes_page(
    State(server): Served,
    Path((_, name)): Named,
    asked: Asked,
) -> Answer<Response> {
    minutes(server, name, asked, Form::Page).await
}

async fn minutes_markdown(
    State(server): Served,
    Path((_, name)): Named,
    asked: Asked,
) -> Answer<Response> {
    minutes(server, name, asked, Form::Markdown).await
}

async fn minutes_pdf(
    State(server): Served,
    Path((_, name)): Named,
    asked: Asked,
) -> Answer<Response> {
    minutes(server, name, asked, Form::Pdf).await
}

async fn minutes_docx(
    State(server): Served,
    Path((_, name)): Named,
    asked: Asked,
) -> Answer<Response> {
    minutes(server, name, asked, Form::Docx).await
}

/// Records a decision. What it answers was on the disk before.
async fn decide(
    State(server): Served,
    Path((_, name)): Named,
    Query(asked): Asked,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let lang = server.lang(&asked);
    let tag = headers.get(header::IF_MATCH);
    let tag = tag.and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    let tag = tag.trim_matches('"').to_owned();
    if tag.is_empty() {
        let said = words("review-no-tag", lang).to_owned();
        return Err(Refusal::Says(StatusCode::PRECONDITION_REQUIRED, said));
    }
    let page = aside(move || {
        server
            .desk
            .has(&name)?
            .then_some(())
            .ok_or(Refusal::NotHere)?;
        match server.desk.record(&name, &tag, &body, lang)? {
            Recorded::Saved(case, run) => Ok(page::procedure(&case, &run, &name)?),
            Recorded::Moved(case) => {
                let last = server.desk.run(&case, lang)?.report().last_decision();
                let said = Message::new("review-conflict").with("last", last.unwrap_or_default());
                Err(Refusal::Says(StatusCode::CONFLICT, said.say(lang, &Ids)))
            }
            Recorded::Refused(why) => Err(Refusal::Says(StatusCode::BAD_REQUEST, why)),
        }
    });
    Ok((PAGE, page.await?).into_response())
}
