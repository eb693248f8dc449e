//! The built program: what survives `kill -9`, how it starts, refuses to start, and stops.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, Row as _};
use tokio::sync::Mutex;

use crate::support::webhook::{Answer, Webhook};
use crate::support::world::{client, text};

/// A server process.
struct Process {
    child: Child,
    url: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_privlink"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PRIVLINK_")) {
        command.env_remove(name);
    }
    command
}

impl Process {
    fn start(database: &Path, more: &[&str]) -> Self {
        let database = database.to_str().expect("a path is text");
        let mut arguments = vec![
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--log",
            "error",
            "--db",
            database,
        ];
        arguments.extend(more);
        let mut child = command(&arguments).spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
        let lines: Vec<String> = lines.map_while(Result::ok).take(2).collect();
        assert_eq!(
            lines.last().map(String::as_str),
            Some("Ready."),
            "{lines:?}"
        );
        let url = lines[0]
            .strip_prefix("Listening on ")
            .expect("the address")
            .to_owned();
        Self { child, url }
    }

    fn kill(mut self) {
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process ends");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the program until it ends; its exit code and what it said on standard error.
fn refusal(arguments: &[&str]) -> (Option<i32>, String) {
    let output = command(arguments).output().expect("the program runs");
    (
        output.status.code(),
        String::from_utf8(output.stderr).expect("messages are text"),
    )
}

async fn check_database(path: &Path) {
    let options = SqliteConnectOptions::new().filename(path);
    let mut database = SqliteConnection::connect_with(&options)
        .await
        .expect("the database opens");
    let integrity: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut database)
        .await
        .expect("a check");
    assert_eq!(integrity, ["ok"]);
    let broken = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut database)
        .await
        .expect("a check");
    assert!(
        broken.is_empty(),
        "{} references lead nowhere",
        broken.len()
    );
    database.close().await.expect("the database closes");
}

const KILLS: usize = 50;
const WRITERS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_write_survives_kill_9() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("privlink.db");
    let http = client();
    let acknowledged: Arc<Mutex<Vec<String>>> = Arc::default();
    for round in 0..KILLS {
        let server = Process::start(&database, &[]);
        for vpc in acknowledged.lock().await.iter() {
            let answer = http
                .get(format!("{}/v1/vpcs/{vpc}", server.url))
                .send()
                .await
                .expect("an answer");
            assert_eq!(answer.status(), 200, "{vpc} is lost in round {round}");
        }
        for vpc in acknowledged.lock().await.drain(..) {
            let answer = http
                .delete(format!("{}/v1/vpcs/{vpc}", server.url))
                .send()
                .await
                .expect("an answer");
            assert_eq!(answer.status(), 204);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..WRITERS {
            let (http, url) = (http.clone(), format!("{}/v1/vpcs", server.url));
            let (acknowledged, stop) = (acknowledged.clone(), stop.clone());
            writers.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let body =
                        json!({"cidrBlock": "10.0.0.0/16", "tags": [{"key": "a", "value": "b"}]});
                    let Ok(answer) = http.post(&url).json(&body).send().await else {
                        return;
                    };
                    let status = answer.status();
                    let Ok(vpc) = answer.json::<Value>().await else {
                        return;
                    };
                    assert_eq!(status, 201, "{vpc}");
                    acknowledged.lock().await.push(text(&vpc["vpcId"]));
                }
            });
        }
        // Killed in the middle of the load: after another number of acknowledged writes each time.
        while acknowledged.lock().await.len() < 5 + round {
            tokio::task::yield_now().await;
        }
        server.kill();
        stop.store(true, Ordering::Relaxed);
        writers.join_all().await;
        check_database(&database).await;
    }
}

/// A provider's service that accepts by itself and a consumer's endpoint to it; returns the endpoint's path.
async fn connect(url: &str) -> String {
    let http = client();
    let post = async |path: &str, body: Value| -> Value {
        let answer = http
            .post(format!("{url}{path}"))
            .json(&body)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 201);
        answer.json().await.expect("JSON")
    };
    let vpc = post("/v1/vpcs", json!({"cidrBlock": "10.0.0.0/16"})).await;
    let subnet = json!({"vpcId": vpc["vpcId"], "cidrBlock": "10.0.0.0/24"});
    let subnet = post("/v1/subnets", subnet).await;
    let balancer = json!({"name": "n", "scheme": "internal", "subnets": [subnet["subnetId"]]});
    let balancer = post("/v1/load-balancers", balancer).await;
    let service = json!({"networkLoadBalancerArns": [balancer["loadBalancerArn"]], "acceptanceRequired": false});
    let service = post("/v1/endpoint-services", service).await;
    let endpoint = json!({
        "vpcId": vpc["vpcId"], "serviceName": service["serviceName"], "subnetIds": [subnet["subnetId"]],
    });
    let endpoint = post("/v1/endpoints", endpoint).await;
    assert_eq!(endpoint["state"], "pending");
    format!("/v1/endpoints/{}", text(&endpoint["vpcEndpointId"]))
}

async fn state(url: &str) -> String {
    let answer = client().get(url).send().await.expect("an answer");
    text(&answer.json::<Value>().await.expect("JSON")["state"])
}

#[tokio::test]
async fn a_restart_goes_on_where_the_last_process_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("privlink.db");
    let slow = folder.path().join("slow.toml");
    std::fs::write(&slow, "[timing]\npending-seconds = 1\n").expect("a file");
    let server = Process::start(
        &database,
        &["--config", slow.to_str().expect("a path is text")],
    );
    let endpoint = connect(&server.url).await;
    assert_eq!(state(&format!("{}{endpoint}", server.url)).await, "pending");
    server.kill();
    let server = Process::start(&database, &[]);
    let url = format!("{}{endpoint}", server.url);
    while state(&url).await != "available" {
        tokio::task::yield_now().await;
    }
}

/// Killed between the commit and the delivery: the next process delivers the same message.
#[tokio::test]
async fn what_was_published_survives_kill_9() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("privlink.db");
    let mut webhook = Webhook::start().await;
    let topic = "arn:aws:sns:us-east-1:000000000000:connections";
    let config = folder.path().join("topics.toml");
    let text_of_it = format!("[topics]\n\"{topic}\" = \"{}\"\n", webhook.url);
    std::fs::write(&config, text_of_it).expect("a file");
    let config = ["--config", config.to_str().expect("a path is text")];
    let server = Process::start(&database, &config);
    let endpoint = connect(&server.url).await;
    let http = client();
    let services = format!("{}/v1/endpoint-services", server.url);
    let page = http.get(&services).send().await.expect("an answer");
    let page: Value = page.json().await.expect("JSON");
    let notifications = format!(
        "{services}/{}/notifications",
        text(&page["items"][0]["serviceId"])
    );
    let body = json!({"connectionNotificationArn": topic, "connectionEvents": ["Delete"]});
    let created = http.post(notifications).json(&body).send().await;
    assert_eq!(created.expect("an answer").status(), 201);
    webhook.answer(&[Answer::Late]);
    let deleted = http.delete(format!("{}{endpoint}", server.url)).send();
    assert_eq!(deleted.await.expect("an answer").status(), 202);
    let first = webhook.next().await;
    server.kill();
    let _server = Process::start(&database, &config);
    let again = webhook.next().await;
    assert_eq!(again.body, first.body);
    assert_eq!(again.payload()["event"], "Delete");
}

#[tokio::test]
async fn a_second_server_on_the_same_database_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("privlink.db");
    let first = Process::start(&database, &[]);
    let link = folder.path().join("link.db");
    std::os::unix::fs::symlink(&database, &link).expect("a link");
    let by_link = link.to_str().expect("a path is text");
    let (code, message) = refusal(&["serve", "--listen", "127.0.0.1:0", "--db", by_link]);
    assert_eq!(code, Some(1), "{message}");
    assert!(
        message.contains("is in use by another privlink server"),
        "{message}"
    );
    let path = database.to_str().expect("a path is text");
    let (code, message) = refusal(&["serve", "--listen", "127.0.0.1:0", "--db", path]);
    assert_eq!(code, Some(1));
    assert_eq!(
        message,
        format!(
            "privlink: database {path} is in use by another privlink server (lock file {path}.lock is held)\n"
        )
    );
    assert_eq!(
        client()
            .get(format!("{}/ready", first.url))
            .send()
            .await
            .expect("an answer")
            .status(),
        200
    );
    first.kill();
    Process::start(&database, &[]);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("privlink.db");
    Process::start(&database, &[]).kill();
    let options = SqliteConnectOptions::new().filename(&database);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .expect("the database opens");
    let newest: i64 = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .expect("a version");
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (99999999999999, 'later', TRUE, x'00', 0)",
    )
    .execute(&mut connection)
    .await
    .expect("a later migration");
    let path = database.to_str().expect("a path is text");
    let (code, message) = refusal(&["serve", "--listen", "127.0.0.1:0", "--db", path]);
    assert_eq!(code, Some(1));
    let expected = format!(
        "privlink: database {path} has schema version 99999999999999, but this privlink knows only versions up to {newest}; \
         use a newer privlink or another --db\n"
    );
    assert_eq!(message, expected);
    let versions = sqlx::query("SELECT version FROM _sqlx_migrations")
        .fetch_all(&mut connection)
        .await
        .expect("rows");
    assert_eq!(
        versions.last().map(|row| row.get::<i64, _>(0)),
        Some(99_999_999_999_999)
    );
}

#[test]
fn bad_flags_and_taken_ports_are_refused() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let (code, message) = refusal(&["serve", "--listen", &address, "--db", ":memory:"]);
    assert_eq!(code, Some(1));
    assert!(
        message.starts_with(&format!("privlink: cannot listen on {address}: ")),
        "{message}"
    );

    for (arguments, code, word) in [
        (vec!["serve", "--lisen", "x"], 2, "--lisen"),
        (vec!["serve", "--listen", "nowhere"], 2, "nowhere"),
        (
            vec!["serve", "--default-account", "12", "--db", ":memory:"],
            1,
            "expected 12 digits",
        ),
        (
            vec!["serve", "--config", "/does/not/exist.toml"],
            1,
            "/does/not/exist.toml",
        ),
        (
            vec![
                "serve",
                "--log",
                "priv=[",
                "--db",
                ":memory:",
                "--listen",
                "127.0.0.1:0",
            ],
            1,
            "log",
        ),
        (
            vec![
                "serve",
                "--db",
                "/does/not/exist/privlink.db",
                "--listen",
                "127.0.0.1:0",
            ],
            1,
            "/does/not/exist",
        ),
        (vec!["serve", "--db", ""], 1, "the database path is empty"),
        (vec!["fly"], 2, "fly"),
    ] {
        let (actual, message) = refusal(&arguments);
        assert_eq!(actual, Some(code), "{arguments:?}: {message}");
        assert!(message.contains(word), "{arguments:?}: {message}");
    }
}

async fn count_vpcs(url: &str) -> usize {
    let mut found = 0;
    let mut cursor = String::new();
    loop {
        let answer = client()
            .get(format!("{url}/v1/vpcs?limit=1000{cursor}"))
            .send()
            .await
            .expect("an answer");
        let page: Value = answer.json().await.expect("JSON");
        found += page["items"].as_array().expect("items").len();
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_answers_what_was_accepted() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = folder.path().join("privlink.db");
    let mut server = Process::start(&database, &[]);
    let url = format!("{}/v1/vpcs", server.url);
    let mut writers = tokio::task::JoinSet::new();
    let first = Arc::new(tokio::sync::Notify::new());
    for _ in 0..WRITERS {
        let (http, url, first) = (client(), url.clone(), first.clone());
        writers.spawn(async move {
            let mut created = 0;
            loop {
                match http
                    .post(&url)
                    .json(&json!({"cidrBlock": "10.0.0.0/16"}))
                    .send()
                    .await
                {
                    Ok(answer) => {
                        assert_eq!(answer.status(), 201);
                        answer
                            .bytes()
                            .await
                            .expect("an answer that has begun comes to its end");
                        created += 1;
                        first.notify_one();
                    }
                    Err(error) if error.is_connect() => return created,
                    // The connection was closed before the request was accepted.
                    Err(error) if error.is_request() => return created,
                    Err(error) => panic!("{error:?}"),
                }
            }
        });
    }
    first.notified().await;
    let signalled = Command::new("kill")
        .args(["-TERM", &server.child.id().to_string()])
        .status();
    assert!(signalled.expect("kill runs").success());
    let created: usize = writers.join_all().await.into_iter().sum();
    let status = server.child.wait().expect("the process ends");
    let mut log = String::new();
    server
        .child
        .stderr
        .take()
        .expect("standard error")
        .read_to_string(&mut log)
        .expect("a log");
    assert_eq!((status.code(), log.as_str()), (Some(0), ""));

    let server = Process::start(&database, &[]);
    let found = count_vpcs(&server.url).await;
    assert!(
        found >= created,
        "{created} were acknowledged, {found} are there"
    );
}
