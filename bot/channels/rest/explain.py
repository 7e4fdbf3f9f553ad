"""`POST /api/explain`: the same answer as in the chat, as JSON for scripts."""

from typing import Final

import orjson
from aiohttp import web

from bot.body import read_json
from bot.errors import RequestError
from knowledge.explain import Brain, explanation_json

PATH: Final = "/api/explain"


def routes(brain: Brain) -> list[web.RouteDef]:
    """Give the endpoint."""

    async def explain(request: web.Request) -> web.Response:
        body = await read_json(request)
        text = body.get("text")
        if not isinstance(text, str):
            raise RequestError(400, "BadText", 'The body needs a string `text`, such as {"text": "…"}.')
        answer = explanation_json(await brain.explain_beside(text), brain.knowledge)
        return web.Response(body=orjson.dumps(answer), content_type="application/json")

    return [web.post(PATH, explain)]
