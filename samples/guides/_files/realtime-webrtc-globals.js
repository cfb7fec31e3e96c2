// The names that a page needs to talk to a realtime model over WebRTC.
globalThis.realtime = {
  peer: new RTCPeerConnection(),
  events: null,
  connect(url, key) {
    this.events = this.peer.createDataChannel("oai-events");
    return this.peer
      .createOffer()
      .then((offer) => this.peer.setLocalDescription(offer))
      .then(() => fetch(url, { method: "POST", body: this.peer.localDescription.sdp, headers: { Authorization: `Bearer ${key}` } }))
      .then((answer) => answer.text())
      .then((sdp) => this.peer.setRemoteDescription({ type: "answer", sdp }));
  },
};
