//! Topics with policies and subscriptions, and what an endpoint service publishes under one.

use serde_json::json;

use super::endpoints::member;
use super::{Server, Terraform};
use crate::webhook::Webhook;

#[test]
fn terraform_topics() {
    let Some(terraform) = Terraform::find() else {
        return;
    };
    let server = Server::start();
    let webhook = Webhook::start();
    let mut stack = terraform.workspace("topics", &server);
    stack.set("webhook_url", webhook.url());
    stack.create();
    let ids = stack.output("ids");
    assert_eq!(ids["account"], "111111111111");
    assert_eq!(ids["found"], ids["connections"]);
    assert_eq!(ids["session"], "arn:aws:iam::111111111111:root");

    stack.change(
        "changed",
        &[
            ("aws_sns_topic.connections", "update"),
            ("aws_sns_topic.ordered", "update"),
            ("aws_sns_topic_policy.connections", "update"),
            ("aws_sns_topic_subscription.queue", "update"),
            ("aws_sns_topic_subscription.rejections", "update"),
            ("aws_sns_topic_subscription.webhook", "update"),
        ],
    );
    stack.change(
        "connected",
        &[
            ("aws_vpc_endpoint.orders[0]", "create"),
            ("aws_vpc_endpoint_connection_accepter.orders[0]", "create"),
        ],
    );
    assert_eq!(webhook.events("all"), ["Connect", "Accept"]);
    assert!(webhook.events("rejections").is_empty());

    // Not the subscriptions: imported, they have no word on whether and how long the provider waits for a confirmation, which it
    // then writes into its state.
    let resources = [
        ("aws_sns_topic.connections", "connections"),
        ("aws_sns_topic.guarded", "guarded"),
        ("aws_sns_topic.ordered", "ordered"),
        ("aws_sns_topic.prefixed", "prefixed"),
        (
            "aws_sns_topic_data_protection_policy.connections",
            "connections",
        ),
        ("aws_sns_topic_policy.connections", "connections"),
    ];
    let resources = resources.map(|(address, name)| (address, json!(member(&ids, name))));
    stack.import_and_destroy(&resources, &server);
    // Whether the deletion still reaches anybody is a race with the topic's.
    assert_eq!(webhook.events("rejections")[0], "Reject");
}
