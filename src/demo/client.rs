//! The person at the keyboard: every request as a curl line, every answer in full.

use std::io::Write;

use form_urlencoded::byte_serialize;
use reqwest::{Method, StatusCode, header};
use serde_json::Value;

use super::Failure;
use super::layout::layout;

/// How far curl lines and answers stand to the right of the headings.
const INDENT: usize = 3;

/// Asks one server, and prints what it asks and what it is told.
pub(super) struct Client<W> {
    out: W,
    http: reqwest::Client,
    url: String,
    headings: usize,
    requests: usize,
}

/// A request, and the answer that it has to have.
pub(super) struct Ask {
    account: &'static str,
    method: Method,
    path: String,
    body: Option<Value>,
    idempotency_key: Option<&'static str>,
    status: StatusCode,
    code: Option<&'static str>,
}

/// The body of an answer.
pub(super) struct Answer(Value);

impl Ask {
    pub(super) fn get(account: &'static str, path: impl Into<String>) -> Self {
        Self::new(account, Method::GET, path, None, StatusCode::OK)
    }

    pub(super) fn create(account: &'static str, path: impl Into<String>, body: Value) -> Self {
        Self::new(account, Method::POST, path, Some(body), StatusCode::CREATED)
    }

    /// A POST that makes something happen to what exists already.
    pub(super) fn act(account: &'static str, path: impl Into<String>) -> Self {
        Self::new(account, Method::POST, path, None, StatusCode::OK)
    }

    pub(super) fn delete(account: &'static str, path: impl Into<String>) -> Self {
        Self::new(account, Method::DELETE, path, None, StatusCode::NO_CONTENT)
    }

    fn new(
        account: &'static str,
        method: Method,
        path: impl Into<String>,
        body: Option<Value>,
        status: StatusCode,
    ) -> Self {
        Self {
            account,
            method,
            path: path.into(),
            body,
            idempotency_key: None,
            status,
            code: None,
        }
    }

    pub(super) fn once(mut self, idempotency_key: &'static str) -> Self {
        self.idempotency_key = Some(idempotency_key);
        self
    }

    /// Expects another success than the usual one.
    pub(super) fn accepted(mut self) -> Self {
        self.status = StatusCode::ACCEPTED;
        self
    }

    /// Expects a problem document with this code.
    pub(super) fn refused(mut self, status: StatusCode, code: &'static str) -> Self {
        self.status = status;
        self.code = Some(code);
        self
    }

    fn curl(&self, url: &str) -> String {
        let mut line = String::from("curl");
        if self.path.contains('[') {
            line.push_str(" -g");
        }
        if self.method != Method::GET {
            line = format!("{line} -X {}", self.method);
        }
        line = format!("{line} '{url}{}'", self.path);
        for (name, value) in self.headers() {
            line = format!("{line} -H '{name}: {value}'");
        }
        match &self.body {
            Some(body) => format!("{line} -d '{body}'"),
            None => line,
        }
    }

    fn headers(&self) -> Vec<(&'static str, &'static str)> {
        let mut headers = vec![("X-Privlink-Account", self.account)];
        if self.body.is_some() {
            headers.push(("Content-Type", "application/json"));
        }
        headers.extend(self.idempotency_key.map(|key| ("Idempotency-Key", key)));
        headers
    }
}

impl<W: Write> Client<W> {
    pub(super) fn new(out: W, url: String) -> Result<Self, Failure> {
        Ok(Self {
            out,
            http: reqwest::Client::builder().no_proxy().build()?,
            url,
            headings: 0,
            requests: 0,
        })
    }

    /// A line of the story itself.
    pub(super) fn say(&mut self, line: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{line}")?)
    }

    /// The heading of the next step.
    pub(super) fn step(&mut self, heading: &str) -> Result<(), Failure> {
        self.headings += 1;
        Ok(writeln!(self.out, "\n{}. {heading}", self.headings)?)
    }

    /// How many requests there were.
    pub(super) fn requests(&self) -> usize {
        self.requests
    }

    /// Sends a request and sees that the answer is the expected one.
    pub(super) async fn ask(&mut self, ask: Ask) -> Result<Answer, Failure> {
        self.requests += 1;
        let margin = " ".repeat(INDENT);
        writeln!(self.out, "\n{margin}{}", ask.curl(&self.url))?;
        let mut request = self
            .http
            .request(ask.method.clone(), format!("{}{}", self.url, ask.path));
        for (name, value) in ask.headers() {
            request = request.header(name, value);
        }
        if let Some(body) = &ask.body {
            request = request.body(body.to_string());
        }
        let answer = request.send().await?;
        let status = answer.status();
        let location = answer.headers().get(header::LOCATION).cloned();
        let text = answer.text().await?;
        writeln!(self.out, "{margin}-> {status}")?;
        if let Some(location) = location {
            writeln!(self.out, "{margin}   Location: {}", location.to_str()?)?;
        }
        if !text.is_empty() {
            writeln!(self.out, "{}", layout(&text, INDENT + 3))?;
        }
        let body = match text.as_str() {
            "" => Value::Null,
            text => serde_json::from_str(text)?,
        };
        let code = body.get("code").and_then(Value::as_str);
        if status != ask.status || ask.code.is_some() && code != ask.code {
            let expected = ask
                .code
                .map_or_else(String::new, |code| format!(" ({code})"));
            let line = ask.curl(&self.url);
            return Err(format!("expected {}{expected}, not {status}: {line}", ask.status).into());
        }
        Ok(Answer(body))
    }
}

impl Answer {
    /// A member that is text.
    pub(super) fn text(&self, member: &str) -> Result<String, Failure> {
        match self.0.get(member).and_then(Value::as_str) {
            Some(text) => Ok(text.to_owned()),
            None => {
                Err(format!("the answer has no text in its member {member}: {}", self.0).into())
            }
        }
    }

    /// Sees that a member has this text.
    pub(super) fn expect(&self, member: &str, expected: &str) -> Result<(), Failure> {
        let text = self.text(member)?;
        if text == expected {
            Ok(())
        } else {
            Err(format!("expected {member} to be {expected}, not {text}").into())
        }
    }

    /// Sees that a list has this many items.
    pub(super) fn expect_items(&self, expected: usize) -> Result<(), Failure> {
        let items = self.0.get("items").and_then(Value::as_array);
        match items {
            Some(items) if items.len() == expected => Ok(()),
            _ => Err(format!("expected a list of {expected}, not {}", self.0).into()),
        }
    }
}

/// Text as one segment of a path.
pub(super) fn segment(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
