"""A function that the model may call, as the model sees it.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/ChatCompletion.md#use-a-schema
"""

from genai_py import ChatParams, FromUser, WeatherReportFunction
from genai_py.tutorial import Display, TutorialHub
from samples.guides import Client

Weather = WeatherReportFunction.CreateInstance()
Display(TutorialHub, Weather.ToString())
# or: the server holds the model to the schema exactly
Weather = WeatherReportFunction.CreateInstance(True)
Display(TutorialHub, Weather.ToString())


def build(Params: ChatParams) -> None:
    Params.Model("gpt-4o")
    Params.Messages([FromUser("What is the weather in Paris?")])
    Params.Tools([Weather])


# What the model wants called, and with what; nothing is run here.
Display(TutorialHub, Client.Chat.Create(build))
