"""What may stand in a command: valid Azure names, and nothing that a shell would read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.explain import Brain
from knowledge.load import Knowledge
from knowledge.placeholders import PLACEHOLDERS, in_command, in_prose, marks, valid

GUID = "0b1f6471-1bf0-4dda-aec3-cb9272f09590"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("local_vnet", "vnet-hub"),
        ("local_vnet", "VNet_1.prod"),
        ("local_vnet", "a"),
        ("remote_group", "rg (old)"[:2] + "-(old)"),
        ("remote_group", "RG-Hub_01"),
        ("remote_subscription", GUID),
        ("local_tenant", GUID.upper()),
        ("remote_prefix", "10.1.0.0/16"),
        ("remote_prefixes", "10.1.0.0/16 10.2.0.0/16"),
        ("remote_prefix", "fd00:db8::/48"),
        ("destination_ip", "10.0.0.4"),
        ("port", "443"),
        ("region", "westeurope"),
        ("remote_vnet_id", f"/subscriptions/{GUID}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v"),
    ],
)
def test_a_valid_name_stands_in_the_command(name: str, value: str) -> None:
    assert valid(name, value)
    said = in_command(f"az --x {{{name}}}", {name: value})
    assert said in {f"az --x {value}", f'az --x "{value}"'}


HOSTILE = [
    "x;rm -rf /",
    "$(id)",
    "`id`",
    "x`id`",
    "a|b",
    "a&b",
    "a>b",
    "a\nb",
    "a b",
    "a'b",
    'a"b',
    "a\\b",
    "a$b",
    "${IFS}",
    "%PATH%",
    "!x",
    "#x",
    "~x",
    "*",
    "a{b,c}",
    "-rf",
    "--yes",
    "vnet\u200bhub",
    "vnet\u202ehub",
    "vnet\u00e4",
    "\u0430zure",
    "vnet\u2028hub",
    "vnet\x00hub",
    "vnet\x1b[31m",
    "\uff56net",
    "\u0661\u0662",
    "<b>x</b>",
    "",
    " ",
    ".",
    "..",
    "a" * 200,
]


@pytest.mark.parametrize("value", HOSTILE)
def test_anything_else_stays_a_placeholder(value: str) -> None:
    for name, words in PLACEHOLDERS.items():
        said = in_command(f"az -n {{{name}}}", {name: value})
        assert said.startswith("az -n <"), (name, said)
        assert said.endswith(">")
        assert in_prose(f"{{{name}}}", {name: value}) == words


@pytest.mark.parametrize("noun", ["subscription", "tenant"])
def test_a_sentence_says_what_a_guid_is_the_guid_of(noun: str) -> None:
    name = f"remote_{noun}"
    assert in_prose(f"It belongs to {{{name}}}.", {name: GUID}) == f"It belongs to the {noun} `{GUID}`."
    assert in_prose(f"It belongs to {{{name}}}.", {}) == f"It belongs to the remote {noun}."


@given(st.sampled_from(sorted(PLACEHOLDERS)), st.text(min_size=1, max_size=60))
def test_whatever_stands_in_a_command_is_one_word(name: str, value: str) -> None:
    said = in_command(f"az -n {{{name}}}", {name: value})
    word = said.removeprefix("az -n ").strip('"')
    if word != value or not word.isascii():
        assert word.startswith("<")
        return
    assert not set(value) & set("\"'`$;&|<>\\\n\r\t!#~*?{}[]^%\x00"), value
    assert not value.startswith("-")
    if "(" in value or ")" in value:
        assert said == f'az -n "{value}"'


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_built_resource_id_has_no_foreign_parts(subscription: str, group: str, vnet: str) -> None:
    names = {"remote_subscription": subscription, "remote_group": group, "remote_vnet": vnet}
    said = in_command("{remote_vnet_id}", names)
    assert not set(said.replace("<", "").replace(">", "").strip('"')) & set("\"'`$;&|\\\n !#~*?{}[]^%")


def test_a_resource_id_is_built_of_what_is_known() -> None:
    names = {"remote_vnet": "vnet-b"}
    assert in_command("--remote-vnet {remote_vnet_id}", names) == (
        "--remote-vnet /subscriptions/<remote-subscription>/resourceGroups/<remote-group>/providers/Microsoft.Network"
        "/virtualNetworks/vnet-b"
    )
    assert in_command("--remote-vnet {remote_vnet_id}", {}) == "--remote-vnet <remote-vnet-id>"


def test_a_group_with_parentheses_is_quoted() -> None:
    assert in_command("-g {local_group}", {"local_group": "rg(old)"}) == '-g "rg(old)"'


def test_words_of_queries_are_no_placeholders() -> None:
    query = "[].{name:name,state:peeringState}"
    assert marks(query) == []
    assert in_command(query, {"name": "x"}) == query


def test_every_placeholder_of_the_knowledge_has_words(known: Knowledge) -> None:
    """Nothing is left in braces in anything that is shown."""
    for answer in known.answers.values():
        for step in (*answer.check, *answer.fix):
            for _, command in step.run.items() if step.run else ():
                assert marks(in_command(command, {})) == []
        assert marks(in_prose(answer.meaning, {})) == []


@pytest.mark.parametrize(
    "vnet", ["x;rm-rf", "$(id)", "`id`", "vnet\u200bhub", "vnet\u202ehub", "v&calc", "v|id", "v%0aid", "--yes", "v$IFS"]
)
def test_a_hostile_name_in_a_paste_never_reaches_a_command(brain: Brain, vnet: str) -> None:
    from knowledge.explain import explanation_json

    text = (
        f"(RemoteVnetHasNoGateways) Peering /subscriptions/{GUID}/resourceGroups/rg-app/providers/Microsoft.Network"
        f"/virtualNetworks/{vnet}/virtualNetworkPeerings/to-hub cannot have UseRemoteGateway flag set to true because "
        f"remote virtual network /subscriptions/{GUID}/resourceGroups/rg-hub/providers/Microsoft.Network"
        f"/virtualNetworks/{vnet} referenced by the peering does not have any gateways."
    )
    body = explanation_json(brain.explain(text), brain.knowledge)
    assert body["matches"][0]["id"] == "remote-gateway-missing"
    commands = "\n".join(
        command for part in ("check", "fix") for step in body["answer"][part] for command in step["run"].values()
    )
    assert commands
    assert vnet not in commands
    for piece in ("rm-rf", "$(id)", "`id`", "calc", "|id", "%0a", "IFS"):
        assert piece not in commands
