using System;

namespace EspNet.Mqtt;

/// <summary>Handles a message, or a fragment of a large one. Each call allocates topic, payload and message.</summary>
/// <param name="client">The client.</param>
/// <param name="message">The message.</param>
public delegate void MqttMessageHandler(MqttClient client, MqttMessage message);

/// <summary>Handles a message where it stands in the buffer, without a copy.</summary>
/// <param name="client">The client.</param>
/// <param name="fragment">The message or part of it; valid until the handler returns.</param>
public delegate void MqttFragmentHandler(MqttClient client, MqttFragment fragment);

/// <summary>A connection was made.</summary>
/// <param name="client">The client.</param>
/// <param name="sessionPresent">The broker kept the session of an earlier connection.</param>
public delegate void MqttConnectedHandler(MqttClient client, bool sessionPresent);

/// <summary>A connection, or an attempt at one, ended.</summary>
/// <param name="client">The client.</param>
/// <param name="e">Why, and what follows.</param>
public delegate void MqttDisconnectedHandler(MqttClient client, MqttDisconnectedEventArgs e);

/// <summary>A message was acknowledged by the broker, or (QoS 0) written.</summary>
/// <param name="client">The client.</param>
/// <param name="token">What Publish or Enqueue returned for it.</param>
public delegate void MqttPublishedHandler(MqttClient client, int token);

/// <summary>A message was given up.</summary>
/// <param name="client">The client.</param>
/// <param name="token">What Publish or Enqueue returned for it.</param>
/// <param name="error">Why: Dropped, ConnectionLost, SessionLost or PayloadStreamFailed.</param>
public delegate void MqttPublishFailedHandler(MqttClient client, int token, MqttError error);

/// <summary>The broker answered a subscription, be it the first or one made again after a reconnect.</summary>
/// <param name="client">The client.</param>
/// <param name="filter">The topic filter.</param>
/// <param name="isGranted">False when it was refused.</param>
/// <param name="granted">The granted QoS, which may be lower than the one asked for.</param>
public delegate void MqttSubscribedHandler(MqttClient client, string filter, bool isGranted, MqttQos granted);

/// <summary>A handler of the application threw an exception.</summary>
/// <param name="client">The client.</param>
/// <param name="exception">What it threw.</param>
public delegate void MqttCallbackFailedHandler(MqttClient client, Exception exception);

/// <summary>Something is allowed but not recommended.</summary>
/// <param name="client">The client.</param>
/// <param name="message">What, and why.</param>
public delegate void MqttWarningHandler(MqttClient client, string message);
