"""Test what goes out and what comes in.

Guide: https://github.com/MaxiDonkey/DelphiGenAI/blob/main/guides/GenAI.md#abstract

Runs on a local model.
"""

import sys
import unittest

from genai_py import GenAIFactory, Models, UrlParam
from samples.guides import Client


# Delphi: DUnitX; here unittest.
class GenAIAPITests(unittest.TestCase):
    def test_UrlParam_AddParameters(self) -> None:
        UrlParams = UrlParam.Create()
        UrlParams.Add("key1", "value1")
        UrlParams.Add("key2", "value 2")
        self.assertEqual(UrlParams.Value, "?key1=value1&key2=value%202")

    def test_GenAIConfiguration_BuildHeaders(self) -> None:
        Config = GenAIFactory.CreateInstance("my_api_key", organization="my_organization").API
        # Delphi: BuildHeaders gives a list of names and values.
        Headers = Config.headers()
        self.assertEqual(Headers["Authorization"], "Bearer my_api_key")
        self.assertEqual(Headers["OpenAI-Organization"], "my_organization")

    def test_ApiDeserializer_Deserialize(self) -> None:
        # Delphi: a deserializer of its own; here the client decodes a reply.
        DeserializedObj = Client.API.Get("models", Models)
        self.assertEqual(DeserializedObj.object, "list")
        self.assertTrue(DeserializedObj.data[0].id)


Tests = unittest.defaultTestLoader.loadTestsFromTestCase(GenAIAPITests)
if not unittest.TextTestRunner(sys.stdout, verbosity=2).run(Tests).wasSuccessful():
    sys.exit(1)
