"""Put the JSON of a request together with one call behind another.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/GenAI.md#abstract

Runs on a local model.
"""

from genai_py import JsonParam, Response
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

JSONParam = JsonParam.Create()
JSONParam.Add("key1", "value1").Add("key2", 42).Add("key3", True)
Display(TutorialHub, JSONParam.ToFormat())

JSONParam.Clear()
JSONParam.Add("model", TutorialHub.Available("gpt-5.5")).Add("input", "What is the capital of France?")
Display(TutorialHub, Client.API.Post("responses", Response, JSONParam))
