//! Topics of a database from before there was SNS, and what was on its way in it.

use serde_json::json;
use sqlx::Connection as _;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tempfile::TempDir;

use crate::support::webhook::Webhook;
use crate::support::world::{CONSUMER, PROVIDER, World, text};

const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");

/// A folder with a database of the last version before topics had attributes.
async fn old_database() -> (TempDir, SqliteConnection) {
    let folder = tempfile::tempdir().expect("a folder");
    let migrations = folder.path().join("migrations");
    std::fs::create_dir(&migrations).expect("a folder");
    for file in std::fs::read_dir(MIGRATIONS).expect("the migrations") {
        let file = file.expect("a file");
        let name = file.file_name();
        let number = name.to_str().and_then(|name| name.get(..4));
        if number.expect("a migration has a number") <= "0006" {
            std::fs::copy(file.path(), migrations.join(name)).expect("a migration");
        }
    }
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("privlink.db"))
        .create_if_missing(true);
    let mut database = SqliteConnection::connect_with(&options)
        .await
        .expect("a database");
    let migrator = Migrator::new(migrations).await.expect("migrations");
    migrator.run(&mut database).await.expect("a schema");
    (folder, database)
}

/// What was on its way still arrives, now each account's by itself.
#[tokio::test]
async fn topics_and_what_is_on_its_way() {
    let (folder, mut database) = old_database().await;
    let mut webhook = Webhook::start().await;
    let topic = format!("arn:aws:sns:us-east-1:{PROVIDER}:connections");
    let document = json!({
        "arn": topic, "scope": {"account": PROVIDER, "region": "us-east-1"}, "createdAt": 0,
        "subscribers": [{"kind": "webhook", "url": webhook.url}],
    });
    sqlx::query("INSERT INTO topic (id, version, body) VALUES ($1, 1, $2)")
        .bind(&topic)
        .bind(document.to_string())
        .execute(&mut database)
        .await
        .expect("a topic");
    for (id, account, event, due_at) in [
        (1, PROVIDER, "Connect", Some(0)),
        (2, CONSUMER, "Accept", None),
        (3, PROVIDER, "Delete", None),
    ] {
        let sql = "INSERT INTO delivery (id, notification_id, subject_id, account, region, topic_arn, subscriber, \
            event_sequence, event, message_id, message, state, attempts, due_at, created_at) \
            VALUES ($1, 'vpce-nfn-0123456789abcdef0', 'vpce-svc-0123456789abcdef0', $2, 'us-east-1', $3, $4, 1, $5, $5, \
            json_object('event', $5), 'pending', 0, $6, 0)";
        sqlx::query(sql)
            .bind(id)
            .bind(account)
            .bind(&topic)
            .bind(&webhook.url)
            .bind(event)
            .bind(due_at)
            .execute(&mut database)
            .await
            .expect("a delivery");
    }
    database.close().await.expect("the database closes");

    let world = World::on(folder).await;
    let topics = world.rest(PROVIDER).items("/v1/topics").await;
    assert_eq!(topics[0]["attributes"], json!({}));
    assert_eq!(topics[0]["tags"], json!([]));
    world.settle().await;
    let mut told: Vec<String> = webhook
        .received()
        .iter()
        .map(|message| text(&message.body["Subject"]))
        .collect();
    told.sort();
    let expected = ["Accept", "Connect", "Delete"];
    assert_eq!(
        told,
        expected.map(|event| format!("VPC endpoint connection: {event}"))
    );
}
