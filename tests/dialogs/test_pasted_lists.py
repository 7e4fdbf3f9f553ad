"""A list of links that somebody pastes is answered as an error is, also in the midst of a scenario."""

from tests.chat import Chat

TABLE = """$ az network vnet peering list -g rg-hub --vnet-name vnet-hub -o table
Name      PeeringState    PeeringSyncLevel
--------  --------------  ------------------
hub-to-a  Connected       FullyInSync
hub-to-b  Disconnected    FullyInSync"""
DELETE = "az network vnet peering delete -g rg-hub --vnet-name vnet-hub -n hub-to-b"


async def test_the_disconnected_link_of_a_list_is_answered_with_its_name(chat: Chat) -> None:
    await chat.says(TABLE)
    chat.sees("The peering is Disconnected", "The link `hub-to-b` is Disconnected.", DELETE)
    assert "-n hub-to-a" not in chat.text


async def test_the_list_answers_the_question_for_the_status(chat: Chat) -> None:
    await chat.says("connectivity-two-vnets")
    await chat.says(TABLE)
    chat.sees("The peering is Disconnected", DELETE)


async def test_a_greyed_out_option_is_asked_about_and_then_answered(chat: Chat) -> None:
    await chat.says("the use remote gateway checkbox is greyed out")
    chat.sees("The hub has no gateway to use yet", "The spoke has a gateway of its own")
    await chat.says("The spoke has a gateway of its own")
    chat.sees("Using a remote gateway isn't supported when both VNets have a gateway.")
