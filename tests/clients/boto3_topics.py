"""Topics with boto3: everything that SNS, IAM and STS do here, and what they refuse.

    python tests/clients/boto3_topics.py http://127.0.0.1:4566

Wants a fresh server and leaves it as it found it. Ends at the first thing that is not as it should be.
"""

import json
import queue
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from boto3_support import (
    CONSUMER,
    OUTSIDER,
    PUBLISHER,
    client,
    consumer,
    equal,
    load_balancer,
    network,
    pick,
    publisher,
    refused,
    step,
    until,
    without,
)

sns = client("sns", PUBLISHER)
others = client("sns", CONSUMER)


class Webhook(BaseHTTPRequestHandler):
    """Confirms what it is asked, unless it is shy, and keeps everything else by its path."""

    received = {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(200)
        self.end_headers()
        kind = self.headers["x-amz-sns-message-type"]
        if kind == "SubscriptionConfirmation" and not self.path.startswith("/shy"):
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            opener.open(json.loads(body)["SubscribeURL"]).read()
        else:
            self.box(self.path).put((dict(self.headers), body))

    @classmethod
    def box(cls, path):
        return cls.received.setdefault(path, queue.Queue())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
threading.Thread(target=server.serve_forever, daemon=True).start()
HOOK = f"http://127.0.0.1:{server.server_port}"


def arrived(path):
    """The next message at a path: its headers, and its body."""
    headers, body = Webhook.box(path).get(timeout=20)
    return {name.lower(): value for name, value in headers.items()}, body


def attributes(topic):
    return sns.get_topic_attributes(TopicArn=topic)["Attributes"]


step("who am I")
user = client("iam", PUBLISHER).get_user()["User"]
equal(pick(user, "Arn", "UserId"), {"Arn": f"arn:aws:iam::{PUBLISHER}:root", "UserId": PUBLISHER})
refused("NoSuchEntity", client("iam", PUBLISHER).get_user, UserName="alice", status=404)
sts = client("sts", PUBLISHER)
token = sts.get_session_token(DurationSeconds=900)["Credentials"]
session = client("sts", token["AccessKeyId"], aws_session_token=token["SessionToken"])
equal(session.get_caller_identity()["Account"], PUBLISHER)
equal(sts.get_access_key_info(AccessKeyId=token["AccessKeyId"])["Account"], PUBLISHER)
assumed = sts.assume_role(
    RoleArn=f"arn:aws:iam::{CONSUMER}:role/deployer",
    RoleSessionName="story",
    ExternalId="partner",
    SourceIdentity="alice",
    Policy='{"Version": "2012-10-17", "Statement": []}',
    PolicyArns=[{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
    Tags=[{"Key": "Team", "Value": "orders"}],
    TransitiveTagKeys=["Team"],
)
equal(pick(assumed, "SourceIdentity", "PackedPolicySize"), {"SourceIdentity": "alice", "PackedPolicySize": 5})
refused("MalformedPolicyDocument", sts.assume_role, RoleArn=assumed["AssumedRoleUser"]["Arn"].replace(
    ":sts:", ":iam:").replace("assumed-role/deployer/story", "role/deployer"), RoleSessionName="story", Policy="x")
refused("InvalidAction", sts.get_federation_token, Name="alice")

step("topics")
topic = sns.create_topic(
    Name="connections",
    Attributes={"DisplayName": "Connections", "TracingConfig": "Active"},
    Tags=[{"Key": "Team", "Value": "orders"}],
)["TopicArn"]
equal(topic, f"arn:aws:sns:us-east-1:{PUBLISHER}:connections")
equal(sns.create_topic(Name="connections")["TopicArn"], topic)
refused("InvalidParameter", sns.create_topic, Name="connections", Attributes={"DisplayName": "Others"})
refused("InvalidParameter", sns.create_topic, Name="a/b")
refused("InvalidParameter", sns.set_topic_attributes, TopicArn=topic, AttributeName="Colour", AttributeValue="red")
shown = attributes(topic)
equal(
    pick(shown, "DisplayName", "TracingConfig", "Owner", "SubscriptionsConfirmed", "TopicArn"),
    {
        "DisplayName": "Connections",
        "TracingConfig": "Active",
        "Owner": PUBLISHER,
        "SubscriptionsConfirmed": "0",
        "TopicArn": topic,
    },
)
equal(json.loads(shown["Policy"])["Id"], "__default_policy_ID")
sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "Stage", "Value": "test"}])
sns.untag_resource(ResourceArn=topic, TagKeys=["Team"])
equal(sns.list_tags_for_resource(ResourceArn=topic)["Tags"], [{"Key": "Stage", "Value": "test"}])
refused("ResourceNotFound", sns.list_tags_for_resource, ResourceArn=topic + "-absent", status=404)
refused("NotFound", sns.get_topic_attributes, TopicArn=topic + "-absent", status=404)
many = [sns.create_topic(Name=f"many-{number:03}")["TopicArn"] for number in range(120)]
pages = list(sns.get_paginator("list_topics").paginate())
equal([len(page["Topics"]) for page in pages], [100, 21])
for arn in many:
    sns.delete_topic(TopicArn=arn)

step("subscriptions")
answer = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=f"{HOOK}/shy")
equal(answer["SubscriptionArn"], "pending confirmation")
headers, body = arrived("/shy")
question = json.loads(body)
equal((question["Type"], question["TopicArn"]), ("SubscriptionConfirmation", topic))
sns.publish(TopicArn=topic, Message="nobody hears this")
refused("InvalidParameter", sns.confirm_subscription, TopicArn=topic, Token="x")
shy = sns.confirm_subscription(TopicArn=topic, Token=question["Token"])["SubscriptionArn"]
equal(sns.get_subscription_attributes(SubscriptionArn=shy)["Attributes"]["PendingConfirmation"], "false")
raw = sns.subscribe(
    TopicArn=topic,
    Protocol="http",
    Endpoint=f"{HOOK}/raw",
    Attributes={"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"store": ["a", {"prefix": "b"}]})},
    ReturnSubscriptionArn=True,
)["SubscriptionArn"]
until(
    "the webhook has confirmed",
    lambda: sns.get_subscription_attributes(SubscriptionArn=raw)["Attributes"]["PendingConfirmation"] == "false",
)
dead = sns.subscribe(
    TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{PUBLISHER}:orders", ReturnSubscriptionArn=True
)["SubscriptionArn"]
listed = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
equal({item["SubscriptionArn"] for item in listed}, {shy, raw, dead})
equal(len(sns.list_subscriptions()["Subscriptions"]), 3)
equal(others.list_subscriptions()["Subscriptions"], [])
refused("InvalidParameter", sns.subscribe, TopicArn=topic, Protocol="http", Endpoint="ftp://localhost/")
refused(
    "InvalidParameter",
    sns.set_subscription_attributes,
    SubscriptionArn=shy,
    AttributeName="FilterPolicy",
    AttributeValue='{"store": "a"}',
)

step("messages")
store = {"store": {"DataType": "String", "StringValue": "bc"}, "bytes": {"DataType": "Binary", "BinaryValue": b"hello"}}
message = sns.publish(TopicArn=topic, Message="one & <two>", Subject="A word", MessageAttributes=store)["MessageId"]
headers, body = arrived("/shy")
envelope = json.loads(body)
equal(
    without(envelope, "Timestamp", "UnsubscribeURL"),
    {
        "Type": "Notification",
        "MessageId": message,
        "TopicArn": topic,
        "Subject": "A word",
        "Message": "one & <two>",
        "MessageAttributes": {
            "store": {"Type": "String", "Value": "bc"},
            "bytes": {"Type": "Binary", "Value": "aGVsbG8="},
        },
    },
)
equal(
    pick(headers, "x-amz-sns-message-type", "x-amz-sns-message-id", "x-amz-sns-topic-arn", "x-amz-sns-subscription-arn"),
    {
        "x-amz-sns-message-type": "Notification",
        "x-amz-sns-message-id": message,
        "x-amz-sns-topic-arn": topic,
        "x-amz-sns-subscription-arn": shy,
    },
)
headers, body = arrived("/raw")
equal((body, headers["x-amz-sns-rawdelivery"]), ("one & <two>", "true"))
batch = sns.publish_batch(
    TopicArn=topic,
    PublishBatchRequestEntries=[
        {"Id": "a", "Message": "first"},
        {"Id": "b", "Message": "second", "Subject": "two\nlines"},
        {"Id": "c", "Message": json.dumps({"default": "d", "http": "third"}), "MessageStructure": "json"},
    ],
)
equal([item["Id"] for item in batch["Successful"]], ["a", "c"])
equal([(item["Id"], item["Code"], item["SenderFault"]) for item in batch["Failed"]], [("b", "InvalidParameter", True)])
equal([json.loads(arrived("/shy")[1])["Message"] for _ in range(2)], ["first", "third"])
refused("InvalidParameter", sns.publish, TopicArn=topic, Message="")
refused("ParameterValueInvalid", sns.publish, TopicArn=topic, Message="x", MessageAttributes={
    "a": {"DataType": "Number", "StringValue": "ten"}})
refused("EmptyBatchRequest", sns.publish_batch, TopicArn=topic, PublishBatchRequestEntries=[])
refused("NotFound", sns.publish, TopicArn=topic + "-absent", Message="x", status=404)
fifo = sns.create_topic(Name="ordered.fifo", Attributes={"FifoTopic": "true", "ContentBasedDeduplication": "true"})
fifo = fifo["TopicArn"]
first, again = (sns.publish(TopicArn=fifo, Message="x", MessageGroupId="g") for _ in range(2))
equal(pick(first, "MessageId", "SequenceNumber"), pick(again, "MessageId", "SequenceNumber"))
refused("InvalidParameter", sns.publish, TopicArn=fifo, Message="x")

step("other accounts")
for call, more in ((others.get_topic_attributes, {}), (others.publish, {"Message": "x"}), (others.delete_topic, {})):
    refused("AuthorizationError", call, TopicArn=topic, **more, status=403)
sns.add_permission(TopicArn=topic, Label="partner", AWSAccountId=[CONSUMER], ActionName=["Publish"])
others.publish(TopicArn=topic, Message="from a partner")
equal(json.loads(arrived("/shy")[1])["Message"], "from a partner")
refused("AuthorizationError", client("sns", OUTSIDER).publish, TopicArn=topic, Message="x", status=403)
sns.remove_permission(TopicArn=topic, Label="partner")
refused("AuthorizationError", others.publish, TopicArn=topic, Message="x", status=403)

step("connections of a service reach who subscribes")
sns.set_topic_attributes(
    TopicArn=topic,
    AttributeName="Policy",
    AttributeValue=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "vpce.amazonaws.com"},
                    "Action": "SNS:Publish",
                    "Resource": topic,
                    "Condition": {"StringEquals": {"aws:SourceAccount": PUBLISHER}},
                }
            ],
        }
    ),
)
vpc, subnets = network(publisher, "publisher")
balancer = load_balancer("orders", [subnet["SubnetId"] for subnet in subnets])
service = publisher.create_vpc_endpoint_service_configuration(NetworkLoadBalancerArns=[balancer])["ServiceConfiguration"]
service_id = service["ServiceId"]
publisher.modify_vpc_endpoint_service_permissions(
    ServiceId=service_id, AddAllowedPrincipals=[f"arn:aws:iam::{CONSUMER}:root"]
)
publisher.create_vpc_endpoint_connection_notification(
    ServiceId=service_id,
    ConnectionNotificationArn=topic,
    ConnectionEvents=["Connect", "Accept", "Reject", "Delete"],
)
consumer_vpc, consumer_subnets = network(consumer, "consumer")
endpoint_id = consumer.create_vpc_endpoint(
    VpcId=consumer_vpc,
    VpcEndpointType="Interface",
    ServiceName=service["ServiceName"],
    SubnetIds=[consumer_subnets[0]["SubnetId"]],
)["VpcEndpoint"]["VpcEndpointId"]
publisher.accept_vpc_endpoint_connections(ServiceId=service_id, VpcEndpointIds=[endpoint_id])
until(
    "the endpoint is available",
    lambda: consumer.describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"][0]["State"] == "available",
)
publisher.reject_vpc_endpoint_connections(ServiceId=service_id, VpcEndpointIds=[endpoint_id])
consumer.delete_vpc_endpoints(VpcEndpointIds=[endpoint_id])
told = [json.loads(json.loads(arrived("/shy")[1])["Message"]) for _ in range(4)]
equal([item["event"] for item in told], ["Connect", "Accept", "Reject", "Delete"])
equal({item["vpcEndpointId"] for item in told}, {endpoint_id})

step("everything is taken down")
until(
    "the endpoint is gone",
    lambda: not consumer.describe_vpc_endpoints(Filters=[{"Name": "vpc-id", "Values": [consumer_vpc]}])["VpcEndpoints"],
)
publisher.delete_vpc_endpoint_service_configurations(ServiceIds=[service_id])
balancers = client("elbv2", PUBLISHER)
balancers.delete_load_balancer(LoadBalancerArn=balancer)
for ec2, its_vpc, its_subnets in ((publisher, vpc, subnets), (consumer, consumer_vpc, consumer_subnets)):
    for subnet in its_subnets:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=its_vpc)
sns.unsubscribe(SubscriptionArn=raw)
for arn in (topic, fifo, topic):
    sns.delete_topic(TopicArn=arn)
equal(sns.list_topics()["Topics"], [])
equal(sns.list_subscriptions()["Subscriptions"], [])
