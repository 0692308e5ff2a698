namespace TaskChain.Contracts.Webhooks;

/// <summary>A delivery that has been accepted.</summary>
/// <param name="Uuid">Its id: the header <c>webhook-id</c> of every attempt.</param>
public sealed record DeliveryReceipt(Guid Uuid);
